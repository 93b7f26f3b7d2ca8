"""Vietnamese words of two syllables that a heading must not break in two."""

import re

NO_BREAK = "\u00a0"
# The words of this field; a heading that breaks between other syllables still reads well.
_WRITTEN = """
    an ninh · an toàn · bài học · bảo mật · bảo vệ · báo cáo · biên soạn · bồi dưỡng · bưu chính ·
    cá nhân · cán bộ · cán sự · cải cách · câu hỏi · chia sẻ · chính phủ · chính quyền ·
    chính sách · chuyên đề · chuyên viên · chuyển đổi · chức danh · chữ ký · công chức · công dân
    · công nghệ · công tác · công việc · cơ quan · cơ sở · danh mục · danh tính · dịch vụ ·
    dữ liệu · đào tạo · đánh giá · đăng nhập · điện tử · điều hành · đô thị · đơn vị · đường dẫn ·
    ghi danh · giải quyết · giảng viên · giao tiếp · giấy tờ · hành chính · hạ tầng · hệ thống ·
    hiệu lực · hiệu quả · hoàn thành · hoạt động · học phần · học tập · học viên · hồ sơ · hợp tác
    · hướng dẫn · kế hoạch · kết nối · kết quả · khai thác · khóa học · khôi phục · kiểm tra ·
    kiến thức · kiến trúc · kỹ năng · kỹ thuật · lãnh đạo · lưu trữ · luyện tập · mạng lưới ·
    mật khẩu · mô hình · mục tiêu · năng lực · nền tảng · ngân hàng · nghiệp vụ · nghị định ·
    nghị quyết · nhiệm vụ · nhân lực · nội dung · nội vụ · phân công · pháp lý · pháp luật ·
    phần mềm · phát triển · phương pháp · quản lý · quản trị · quy định · quy trình · quyết định ·
    rủi ro · sáng tạo · sáp nhập · sự cố · tài khoản · tài liệu · tập huấn · tham mưu · thao tác ·
    thẩm quyền · thể thức · thiết bị · thông tin · thủ tục · thực hành · thực hiện · tiến độ ·
    tiêu chuẩn · tích hợp · tình huống · tổ chức · trách nhiệm · trí tuệ · triển khai · trình độ ·
    trung tâm · truyền thông · trực tuyến · tự động · tỷ lệ · ủy ban · ứng dụng · vai trò ·
    văn bản · văn phòng · văn thư · viên chức · viễn thông · việc làm · vị trí · xã hội · xác minh
    · xác nhận · xác thực · xử lý · yêu cầu
    """
COMPOUNDS = [" ".join(word.split()) for word in re.split("·", _WRITTEN)]
_PAIRS = re.compile(
    r"(?<!\w)(" + "|".join(map(re.escape, COMPOUNDS)) + r")(?!\w)",
    re.IGNORECASE,
)


def keep_together(text: str) -> str:
    """Return the text with no-break spaces inside the words of the list."""
    return _PAIRS.sub(lambda found: found[0].replace(" ", NO_BREAK), text)
