"""What Python raises over a ZIP that is damaged, cut off or encrypted."""

import struct
import zipfile
import zlib

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a way of packing that is not known here
    RuntimeError,  # encrypted
)
