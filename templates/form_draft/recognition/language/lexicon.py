"""The words of Vietnamese forms that tell what a part of them is, as `tell_words` prints them."""

from __future__ import annotations

# Heads of printed columns.
NUMBER_HEADS = ("stt", "tt", "số tt", "số thứ tự", "thứ tự", "s t t", "no")
CODE_HEADS = ("mã số", "mã", "mã chỉ tiêu", "mã số chỉ tiêu", "ms", "mã dòng", "mã hàng", "mã cs")
MEASURE_HEADS = ("đơn vị tính", "đơn vị", "đvt", "đv tính", "đơn vị đo", "đơn vị tính toán")
LABEL_HEADS = (
    *("chỉ tiêu", "nội dung", "tiêu chí", "danh mục", "hạng mục", "diễn giải", "tên chỉ tiêu"),
    *("nội dung chỉ tiêu", "các chỉ tiêu", "chỉ tiêu thống kê", "tên tiêu chí", "khoản mục"),
    *("nội dung công việc", "nội dung báo cáo", "nhóm chỉ tiêu", "thông tin", "sự kiện"),
    *("chỉ số", "tên chỉ số"),
    *("lĩnh vực", "đối tượng", "loại", "nhóm", "phân loại", "tên", "người", "mục", "phân tổ"),
    *("đơn vị", "cơ quan", "địa phương", "địa bàn", "ngành", "cấp", "chức danh", "hoạt động"),
)
NOTE_HEADS = ("ghi chú", "chú thích", "ghi chú thêm", "giải trình", "ghi chú giải trình")

# Words of columns that are answered.
TOTALS = ("tổng số", "tổng cộng", "tổng", "cộng", "chung", "toàn bộ", "tổng chung", "tất cả")
SPLITS = ("chia theo", "chia ra", "phân theo", "phân ra", "phân chia theo", "chia thành")
OF_WHICH = ("trong đó", "trong tổng số", "trđ", "tr đó", "bao gồm", "gồm", "gồm có")
OTHERS = (
    "khác",
    "loại khác",
    "các loại khác",
    "còn lại",
    "ngành khác",
    "nhóm khác",
    "trường hợp khác",
)
PLANS = (
    *("kế hoạch", "kh", "dự toán", "giao bổ sung", "được giao", "giao năm", "chỉ tiêu giao"),
    *("mục tiêu", "phải thực hiện", "định mức", "biên chế giao"),
)
RATIOS = ("%", "tỷ lệ", "tỷ trọng", "phần trăm", "tỷ suất")
SAME_LAST_YEAR = ("cùng kỳ", "ck năm trước", "cùng kì", "cùng thời điểm năm trước")
LAST_YEAR = ("năm trước", "năm trước liền kề", "năm liền trước", "năm ngoái", "thực hiện năm trước")
PRIOR = (
    *("kỳ trước", "kì trước", "kỳ liền trước", "liền kề", "tháng trước", "quý trước"),
    *("kỳ báo cáo trước", "kỳ trước liền kề", "tuần trước", "liền trước"),
)
CARRIED = ("từ kỳ trước", "chuyển sang", "chuyển qua", "tồn", "mang sang")
CUMULATIVE = ("lũy kế", "cộng dồn", "từ đầu năm", "lũy tiến", "lk")
COMPARED = ("so với", "so cùng kỳ", "tăng giảm", "chênh lệch", "tăng", "giảm")
DIMENSIONS = (
    *("loại", "loại hình", "vị trí", "trình độ", "độ tuổi", "nhóm tuổi", "tuổi đời", "giới tính"),
    *("hình thức", "nhóm", "khu vực", "thành phần", "nghề nghiệp", "chức danh", "cơ cấu"),
    *("dân tộc", "tôn giáo", "thâm niên", "thời gian", "thời hạn", "phương thức", "ngạch"),
    *("phạm vi", "phân tích", "phân loại", "kết quả phân loại", "theo"),
    *("học vị", "học hàm", "ngành nghề", "mức độ", "tính chất", "đối tượng", "cấp học"),
)

# What a figure is.
MONEY_HEADS = (
    *("số tiền", "kinh phí", "thành tiền", "giá trị", "giá", "đơn giá", "doanh thu", "chi phí"),
    *("nguyên giá", "dự toán", "ngân sách", "vốn", "tiền", "thu nhập", "tổng chi", "tổng thu"),
    *("giá trị còn lại", "lợi nhuận", "nợ", "quỹ lương", "quỹ tiền lương", "tổng mức đầu tư"),
    *("giải ngân", "quyết toán", "học phí", "phí", "lệ phí"),
)
COUNT_HEADS = (
    *("số người", "số lượng", "số lượt", "biên chế", "số hộ", "số vụ", "số đơn", "số cuộc"),
    *("số đơn vị", "số trường hợp", "số công trình", "số dự án", "số đối tượng", "số cán bộ"),
    *("số văn bản", "số hồ sơ", "sl", "số học sinh", "số lớp", "số trẻ", "số cơ sở", "người"),
    *("số tháng", "số ngày", "số lao động", "số tổ chức", "số cá nhân", "số gói thầu"),
)
DECIMAL_HEADS = (
    *("bình quân", "trung bình", "hệ số", "diện tích", "sản lượng", "năng suất", "khối lượng"),
    *("chiều dài", "trọng lượng", "điểm", "chỉ số", "mật độ", "dung tích", "công suất"),
)
DATE_HEADS = (
    *("ngày sinh", "ngày tháng năm sinh", "ngày tháng năm", "ngày cấp", "ngày nhận", "ngày vào"),
    *("ngày ban hành", "ngày ký", "ngày bắt đầu", "ngày kết thúc", "ngày hoàn thành", "ngày"),
    *("ngày tháng", "thời điểm", "thời gian hoàn thành", "thời gian bắt đầu", "hạn hoàn thành"),
)
TEXT_HEADS = (
    *("họ và tên", "họ tên", "địa chỉ", "lý do", "nguyên nhân", "đặc điểm kỹ thuật", "quy cách"),
    *("mô tả", "kiến nghị", "đề xuất", "số hiệu", "số quyết định", "số điện thoại", "trích yếu"),
    *("số định danh", "cccd", "cmnd", "mã số thuế", "email", "nguồn gốc", "kết quả xử lý"),
    *("số và ký hiệu", "số ký hiệu", "cơ quan chủ trì", "đơn vị chủ trì", "khó khăn vướng mắc"),
    *("khó khăn", "vướng mắc", "giải pháp", "biện pháp", "ký nhận", "nhãn hiệu", "diễn giải"),
    *("nước sản xuất", "chủ đầu tư", "nội dung vướng mắc", "nội dung kiến nghị", "ý kiến"),
    *(
        "thuyết minh",
        "nhận xét",
        "minh chứng",
        "tài liệu kiểm chứng",
        "dẫn chứng",
        "đánh giá chung",
        "căn cứ pháp lý",
        "tên",
    ),
)
TEXT_HEADS_OF_LISTS = (  # they name things in a list; over figures they name what is counted
    *("nội dung", "chức vụ", "chức danh", "nơi", "đơn vị công tác", "mã", "căn cứ", "đặc điểm"),
    *("hình thức", "loại", "loại hình", "tình trạng", "đơn vị", "cơ quan", "địa điểm", "địa bàn"),
    *("danh mục", "trình độ", "chỉ tiêu", "hàng hóa", "tài khoản", "model", "xã", "phường"),
    *("lĩnh vực", "ngành nghề", "công trình", "dự án", "hạng mục", "sản phẩm", "dân tộc"),
    *("thời gian", "giới tính", "thôn", "huyện", "trường", "phòng", "lớp", "người", "cán bộ", "số"),
)

# Measures.
MONEY_MEASURES = (
    *("đồng", "nghìn đồng", "ngàn đồng", "triệu đồng", "tỷ đồng", "vnđ", "vnd", "1000 đồng"),
    *("1 000 đồng", "1 000đ", "1000đ", "tr đ", "trđ", "trđồng", "tr đồng", "đ", "usd", "ngđ"),
    *("triệu", "1000 đ", "1 000 đ", "nghìn usd", "triệu usd", "đồng tháng", "đồng người tháng"),
)
DECIMAL_MEASURES = (
    *("ha", "km", "m", "m2", "m²", "m3", "m³", "km2", "km²", "kg", "tấn", "tạ", "yến", "lít"),
    *("tuổi", "điểm", "kwh", "mw", "kw", "1000 tấn", "nghìn tấn", "tạ ha", "ngày công", "công"),
    *("hệ số", "giờ", "gb", "mb", "mm", "cm", "triệu kwh", "nghìn m3", "nghìn lít", "1 000 m3"),
)
COUNT_MEASURES = (
    *("người", "lượt", "lượt người", "trường hợp", "cặp", "phong trào", "tổ chức", "phòng", "ban"),
    *("hộ", "hộ gia đình", "vụ", "vụ việc", "đơn", "đơn thư", "cuộc", "văn bản", "hồ sơ"),
    *("cơ quan", "đơn vị", "nhiệm vụ", "dự án", "công trình", "doanh nghiệp", "cơ sở", "lớp"),
    *("học sinh", "giáo viên", "trường", "xã", "huyện", "tỉnh", "thôn", "bản", "con", "cái"),
    *("chiếc", "bộ", "tin", "bài", "tin bài", "buổi", "đề tài", "sáng kiến", "giấy phép"),
    *("thủ tục", "cán bộ", "công chức", "viên chức", "tháng", "ngày", "năm", "lần", "bản án"),
    *("quyết định", "gói thầu", "hợp đồng", "hội nghị", "lao động", "việc làm", "cháu", "em"),
    *("trẻ", "trẻ em", "đối tượng", "sản phẩm", "vấn đề", "cơ quan đơn vị", "máy", "thẻ", "câu"),
    *("cá nhân", "tập thể", "tiêu chí", "dịch vụ", "đoàn", "đoàn viên", "đảng viên", "chi bộ"),
    *("hội viên", "quyển", "cuốn", "ca", "liều", "giường", "bệnh nhân", "lượt khám", "vé", "số"),
    *("hợp tác xã", "htx", "trang trại", "lượt khách", "khách", "phiếu", "đợt", "điểm cầu", "xe"),
    *("cây", "nghìn cây", "1000 con", "nghìn con", "nghìn người", "phương tiện", "câu lạc bộ"),
    *("giải", "huy chương", "đám cháy", "vụ cháy", "vụ án", "bị can", "bị cáo", "sự kiện"),
    *("thôn bản", "tổ", "nhóm", "mô hình", "chuyên đề", "kết luận", "kiến nghị", "biên bản"),
)
PERCENT_MEASURES = ("%", "phần trăm", "tỷ lệ %", "phần nghìn")

# Rows.
MEANS = ("bình quân", "trung bình")
HEADING_WORDS = (*SPLITS, "phân tích")

# Around the tables.
SIGNING = (
    *("ký họ tên", "ký ghi rõ họ tên", "ký tên đóng dấu", "ký đóng dấu", "ký họ và tên"),
    *("chữ ký dấu", "người lập biểu", "người lập", "thủ trưởng đơn vị", "thủ trưởng cơ quan"),
    *("ký ghi rõ họ và tên", "người tổng hợp", "nơi nhận", "người kiểm tra biểu", "ký tên"),
    *("ký ghi rõ họ tên đóng dấu", "người báo cáo", "chữ ký", "đã ký", "ký và ghi rõ họ tên"),
)
SIGNERS = (
    *("người lập biểu", "người lập", "thủ trưởng", "giám đốc", "chủ tịch", "tm", "kt", "tl"),
    *("t m", "k t", "trưởng", "phó", "bí thư", "người tổng hợp", "người kiểm tra", "hiệu trưởng"),
    *("kế toán", "chánh", "cục trưởng", "vụ trưởng", "đại diện", "người báo cáo", "lãnh đạo"),
    *("ủy ban nhân dân", "cán bộ", "người duyệt", "thủ quỹ"),
)
LETTERHEAD = (
    *("cộng hòa xã hội chủ nghĩa việt nam", "độc lập tự do hạnh phúc", "biểu số", "mẫu số"),
    *(
        "biểu mẫu số",
        "biểu mẫu",
        "ban hành theo",
        "ban hành kèm theo",
        "kèm theo",
        "đơn vị báo cáo",
    ),
    *("đơn vị nhận báo cáo", "đơn vị gửi", "đơn vị nhận", "ngày nhận báo cáo", "kính gửi"),
    *("đảng cộng sản việt nam", "cơ quan báo cáo", "nơi nhận báo cáo", "đơn vị gửi báo cáo"),
    *("biểu", "mẫu", "ngày nhận", "cơ quan nhận báo cáo", "kỳ báo cáo", "đơn vị lập báo cáo"),
)
ORGANISATIONS = (
    *("ủy ban nhân dân", "ubnd", "sở", "bộ", "đảng bộ", "đảng ủy", "phòng", "đơn vị", "cơ quan"),
    *("trường", "tỉnh", "thành phố", "huyện", "quận", "xã", "phường", "công ty", "cộng hòa"),
    *("độc lập", "đảng cộng sản", "cục", "chi cục", "tổng cục", "trung tâm", "ban", "viện"),
    *("hội đồng nhân dân", "tên đơn vị", "tên cơ quan", "công an", "bệnh viện", "văn phòng"),
    *("tỉnh ủy", "huyện ủy", "thành ủy", "liên đoàn", "công đoàn", "hội", "đoàn", "mặt trận"),
    *("chi bộ", "kho bạc", "tòa án", "viện kiểm sát", "thanh tra", "ngân hàng", "tập đoàn"),
)
TITLES = (
    *("báo cáo", "thống kê", "tổng hợp", "kết quả", "tình hình", "bảng", "danh sách", "số lượng"),
    *("số liệu", "phụ lục", "biểu tổng hợp", "biểu thống kê", "bảng tổng hợp", "kế hoạch"),
    *(
        "đề cương",
        "phiếu",
        "thông tin",
        "số",
        "tổng kết",
        "theo dõi",
        "danh mục",
        "biểu",
        "bảng kê",
        "tiến độ",
    ),
)
