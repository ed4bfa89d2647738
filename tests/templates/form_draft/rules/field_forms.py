"""Forms of fields of work: labour, traffic, insurance, food, property."""

from __future__ import annotations

from tests.templates.form_draft.rules.small_forms import SmallForm, column, percent

FIELD_FORMS = (
    SmallForm(
        "giai-quyet-viec-lam",
        columns=(
            column("Chỉ tiêu kế hoạch năm", "1"),
            column("Kết quả thực hiện | Trong kỳ báo cáo", "2"),
            column("Kết quả thực hiện | Cộng dồn từ đầu năm", "3"),
            percent("Đạt (%) so với kế hoạch", "4"),
        ),
        rows="""
; 1; Số lao động được giải quyết việc làm; Người
  ; a; Trong đó: lao động nữ; Người
  #; b; Phân theo hình thức
    ; ; + Việc làm trong nước; Người
    ; ; + Đi làm việc ở nước ngoài; Người
; 2; Tuyển sinh đào tạo nghề; Người
  ; ; - Cao đẳng; Người
  ; ; - Trung cấp; Người
  ; ; - Sơ cấp và dưới 3 tháng; Người
; 3; Tỷ lệ thất nghiệp; %
""",
        rules="""
  soft columns [2] <= [3]
  soft columns [4] == [3]*100 / [1]
  hard rows [#1] <= [#0]
  soft rows [#0] == [#3] + [#4]
  """,
    ),
    SmallForm(
        "nguoi-co-cong",
        kind="single_row",
        columns=(
            column("Tổng số người có công | Tổng số", "1"),
            column("Tổng số người có công | Nam", "2"),
            column("Tổng số người có công | Nữ", "3"),
            column("Số người hưởng trợ cấp | Hàng tháng", "4"),
            column("Số người hưởng trợ cấp | Một lần", "5"),
            column("Kinh phí (triệu đồng) | Tổng", "6", answer="money"),
            column("Kinh phí (triệu đồng) | Ngân sách trung ương", "7", answer="money"),
            column("Kinh phí (triệu đồng) | Ngân sách địa phương", "8", answer="money"),
            column("Kinh phí (triệu đồng) | Xã hội hóa", "9", answer="money"),
        ),
        rules="""
  soft columns [1] == [2] + [3]
  may columns [6] == [7] + [8] + [9]
  may columns [7] <= [6]
  may columns [8] <= [6]
  may columns [9] <= [6]
  """,
    ),
    SmallForm(
        "xu-phat-giao-thong",
        columns=(
            column("Tháng này", "1"),
            column("Tháng trước", "2"),
            column("Cùng kỳ năm trước", "3"),
            column("So với tháng trước | +/-", "4"),
            percent("So với tháng trước | %", "5"),
            column("So với cùng kỳ | +/-", "6"),
            percent("So với cùng kỳ | %", "7"),
        ),
        rows="""
; I; Số vụ tai nạn; Vụ
  ; ; - Đường bộ; Vụ
  ; ; - Đường thủy; Vụ
  ; ; - Đường sắt; Vụ
; II; Xử phạt
  ; 1; Số trường hợp vi phạm; Trường hợp
  ; 2; Số tiền phạt; Triệu đồng
  ; 3; Số giấy phép bị tước; Giấy phép
""",
        rules="""
  soft columns [4] == [1] - [2]
  soft columns [6] == [1] - [3]
  may columns [5] == [1]*100 / [2]
  may columns [7] == [1]*100 / [3]
  may columns [5] == ([1] - [2])*100 / [2]
  may columns [7] == ([1] - [3])*100 / [3]
  may rows [#0] == [#1] + [#2] + [#3]
  """,
        taken=(("2", "last"), ("3", "last_year")),
    ),
    SmallForm(
        "can-bo-cong-chuc",
        columns=(
            column("Tổng số", "1"),
            column("Chia theo ngạch | Chuyên viên cao cấp", "2"),
            column("Chia theo ngạch | Chuyên viên chính", "3"),
            column("Chia theo ngạch | Chuyên viên", "4"),
            column("Chia theo ngạch | Còn lại", "5"),
            column("Phân theo trình độ chính trị | Cử nhân, cao cấp", "6"),
            column("Phân theo trình độ chính trị | Trung cấp", "7"),
            column("Phân theo trình độ chính trị | Sơ cấp", "8"),
            column("Trong đó | Nữ", "9"),
            column("Trong đó | Đảng viên", "10"),
        ),
        rows="""
#; A; KHỐI ĐẢNG
  ; 1; Ban Tổ chức
  ; 2; Ban Tuyên giáo
  ; ; Cộng
#; B; KHỐI CHÍNH QUYỀN
  ; 1; Sở Nội vụ
  ; 2; Sở Tư pháp
  ; ; Cộng
; ; TỔNG CỘNG (A+B)
""",
        rules="""
  hard columns [1] == [2] + [3] + [4] + [5]
  soft columns [1] == [6] + [7] + [8]
  hard columns [9] <= [1]
  hard columns [10] <= [1]
  soft rows [#3] == [#1] + [#2]
  soft rows [#7] == [#5] + [#6]
  soft rows [#8] == [#3] + [#7]
  """,
    ),
    SmallForm(
        "bao-hiem",
        columns=(
            column("Số đơn vị", "1"),
            column("Số lao động | Tổng số", "2"),
            column("Số lao động | Trong đó: Nữ", "3"),
            column("Số phải thu", "4", answer="money"),
            column("Số đã thu | Tổng số", "5", answer="money"),
            column("Số đã thu | BHXH bắt buộc", "6", answer="money"),
            column("Số đã thu | BHYT", "7", answer="money"),
            column("Số đã thu | BH thất nghiệp", "8", answer="money"),
            column("Còn phải thu", "9", answer="money", printed_formula="9=4-5"),
            percent("Tỷ lệ thu (%)", "10", printed_formula="10=5/4"),
        ),
        rows="""
; 1; Doanh nghiệp nhà nước
; 2; Doanh nghiệp FDI
; 3; Hành chính, sự nghiệp
; ; Tổng số
""",
        rules="""
  hard columns [3] <= [2]
  soft columns [5] <= [4]
  hard columns [9] == [4] - [5]
  hard columns [10] == [5] / [4]
  may columns [5] == [6] + [7] + [8]
  may columns [6] <= [5]
  may columns [7] <= [5]
  may columns [8] <= [5]
  soft rows [#3] == [#0] + [#1] + [#2]
  """,
    ),
    SmallForm(
        "dan-so",
        columns=(column("Số lượng", "1"),),
        rows="""
01; ; Dân số trung bình (01 = 02 + 03 = 04 + 05); Người
#; ; Phân theo giới tính
  02; ; Nam; Người
  03; ; Nữ; Người
#; ; Phân theo thành thị, nông thôn
  04; ; Thành thị; Người
  05; ; Nông thôn; Người
06; ; Số hộ; Hộ
07; ; Số sinh; Trẻ
08; ; Trong đó: Số con thứ 3 trở lên; Trẻ
09; ; Số chết; Người
10; ; Tỷ lệ tăng tự nhiên; %
""",
        rules="""
  hard rows [01] == [02] + [03]
  hard rows [01] == [04] + [05]
  hard rows [08] <= [07]
  """,
    ),
    SmallForm(
        "quy-von",
        columns=(
            column("Số dư đầu kỳ", "A1", answer="money"),
            column("Phát sinh tăng", "A2", answer="money"),
            column("Phát sinh giảm", "A3", answer="money"),
            column("Số dư cuối kỳ", "A4", answer="money", printed_formula="A4 = A1 + A2 - A3"),
        ),
        rows="""
; 1; Quỹ khen thưởng
; 2; Quỹ phúc lợi
; 3; Quỹ khác
; ; Tổng cộng (1+2+3)
""",
        rules="""
  hard columns [A4] == [A1] + [A2] - [A3]
  soft rows [#3] == [#0] + [#1] + [#2]
  """,
    ),
    SmallForm(
        "kiem-tra-attp",
        columns=(
            column("Tổng số cơ sở", "1"),
            column("Số cơ sở được kiểm tra", "2"),
            column("Kết quả | Số cơ sở đạt", "3"),
            column("Kết quả | Số cơ sở không đạt", "4"),
            percent("Tỷ lệ đạt (%)", "5"),
            column("Xử lý | Phạt tiền | Số cơ sở", "6"),
            column("Xử lý | Phạt tiền | Số tiền (nghìn đồng)", "7", answer="money"),
            column("Xử lý | Cảnh cáo", "8"),
        ),
        rows="""
; 1; Sản xuất
; 2; Kinh doanh
; 3; Dịch vụ ăn uống
; ; Cộng
""",
        rules="""
  may columns [2] <= [1]
  may columns [2] == [3] + [4]
  may columns [5] == [3]*100 / [2]
  soft rows [#3] == [#0] + [#1] + [#2]
  """,
    ),
    SmallForm(
        "hoi-phu-nu",
        kind="single_row",
        columns=(
            column("Tổng số hội viên", "1"),
            column("Trong đó | Dân tộc", "2"),
            column("Trong đó | Tôn giáo", "3"),
            column("Số chi hội", "4"),
            column("Số tổ", "5"),
            column("Hội viên kết nạp mới | Kế hoạch", "6"),
            column("Hội viên kết nạp mới | Thực hiện", "7"),
            percent("Hội viên kết nạp mới | Tỷ lệ đạt %", "8"),
        ),
        rules="""
  hard columns [2] <= [1]
  hard columns [3] <= [1]
  soft columns [8] == [7]*100 / [6]
  """,
    ),
    SmallForm(
        "tai-san-cong",
        kind="list",
        columns=(
            column("Tên tài sản", "1", answer="text", role="text", item_key=True),
            column("Số lượng", "2"),
            column("Nguyên giá (nghìn đồng) | Nguồn ngân sách", "3", answer="money"),
            column("Nguyên giá (nghìn đồng) | Nguồn khác", "4", answer="money"),
            column("Nguyên giá (nghìn đồng) | Cộng", "5", answer="money"),
            column("Hao mòn lũy kế", "6", answer="money"),
            column("Giá trị còn lại", "7", answer="money", printed_formula="7=(3+4)-6"),
            column("Năm sử dụng", "8", answer="text", role="text"),
        ),
        rows="""
#; I; Đất
#; II; Nhà
; ; Tổng cộng
""",
        rules="""
  soft columns [5] == [3] + [4]
  hard columns [7] == ([3] + [4]) - [6]
  soft rows [#2] == sum([list])
  """,
    ),
)
