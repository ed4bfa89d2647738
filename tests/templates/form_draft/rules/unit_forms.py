"""Forms with the columns of plans and periods, of levels, of sources, and of assets."""

from __future__ import annotations

from tests.templates.form_draft.rules.small_forms import SmallForm, column, percent

UNIT_FORMS = (
    SmallForm(
        "von-chuong-trinh",
        kind="list",
        columns=(
            column("Đơn vị", "A", answer="text", role="text", item_key=True),
            column("Kế hoạch | Tổng cộng", "1", answer="money"),
            column("Kế hoạch | NSTW", "2", answer="money"),
            column("Kế hoạch | NSĐP", "3", answer="money"),
            column("Thực hiện trong tháng | Tổng cộng | Số tiền", "4", answer="money"),
            percent("Thực hiện trong tháng | Tổng cộng | Tỷ lệ (%)", "5"),
            column("Thực hiện trong tháng | NSTW | Số tiền", "6", answer="money"),
            percent("Thực hiện trong tháng | NSTW | Tỷ lệ (%)", "7"),
            column("Thực hiện trong tháng | NSĐP | Số tiền", "8", answer="money"),
            percent("Thực hiện trong tháng | NSĐP | Tỷ lệ (%)", "9"),
        ),
        rules="""
  soft columns [1] == [2] + [3]
  may columns [2] <= [1]
  may columns [3] <= [1]
  may columns [4] == [6] + [8]
  may columns [6] <= [4]
  may columns [8] <= [4]
  may columns [5] == [4]*100 / [1]
  may columns [7] == [6]*100 / [2]
  may columns [9] == [8]*100 / [3]
  """,
    ),
    SmallForm(
        "trat-tu",
        columns=(
            column("Thực hiện kỳ này", "1"),
            column("Cùng kỳ năm trước", "2"),
            percent("So sánh (%)", "3"),
        ),
        rows="""
#; 1; Tai nạn giao thông
  ; ; - Số vụ; Vụ
  ; ; - Số người chết; Người
  ; ; - Số người bị thương; Người
; 2; Xử lý vi phạm hành chính; Vụ
  ; ; - Phạt tiền; Vụ
  ; ; - Cảnh cáo; Vụ
  ; ; - Hình thức khác; Vụ
""",
        rules="""
  soft columns [3] == [1]*100 / [2]
  soft rows [#4] == [#5] + [#6] + [#7]
  """,
        taken=(("2", "last_year"),),
    ),
    SmallForm(
        "cap-nuoc",
        kind="single_row",
        columns=(
            column("Toàn tỉnh | Tổng số hộ", "1"),
            column("Toàn tỉnh | Số hộ được cấp nước", "2"),
            percent("Toàn tỉnh | Tỷ lệ", "3"),
            column("Trong đó: vùng đồng bào dân tộc | Tổng số hộ", "4"),
            column("Trong đó: vùng đồng bào dân tộc | Số hộ được cấp nước", "5"),
            percent("Trong đó: vùng đồng bào dân tộc | Tỷ lệ", "6"),
        ),
        rules="""
  hard columns [4] <= [1]
  hard columns [5] <= [2]
  may columns [2] <= [1]
  may columns [5] <= [4]
  may columns [3] == [2]*100 / [1]
  may columns [6] == [5]*100 / [4]
  """,
    ),
    SmallForm(
        "mot-cua",
        kind="list",
        columns=(
            column("Đơn vị", "A", answer="text", role="text", item_key=True),
            column("Số TTHC | Tổng số", "1", role="total"),
            column("Số TTHC | Cấp tỉnh", "2"),
            column("Số TTHC | Cấp huyện", "3"),
            column("Số TTHC | Cấp xã", "4"),
            column("Số hồ sơ tiếp nhận | Tổng số", "5", role="total"),
            column("Số hồ sơ tiếp nhận | Cấp tỉnh", "6"),
            column("Số hồ sơ tiếp nhận | Cấp huyện", "7"),
            column("Số hồ sơ tiếp nhận | Cấp xã", "8"),
            column("Số hồ sơ đã giải quyết | Tổng số", "9", role="total"),
            column("Số hồ sơ đã giải quyết | Cấp tỉnh", "10"),
            column("Số hồ sơ đã giải quyết | Cấp huyện", "11"),
            column("Số hồ sơ đã giải quyết | Cấp xã", "12"),
        ),
        rows="; ; Tổng",
        rules="""
  soft columns [1] == [2] + [3] + [4]
  soft columns [5] == [6] + [7] + [8]
  soft columns [9] == [10] + [11] + [12]
  soft columns [9] <= [5]
  may columns [10] <= [6]
  may columns [11] <= [7]
  may columns [12] <= [8]
  soft rows [#0] == sum([list])
  """,
    ),
    SmallForm(
        "nuoi-con-nuoi",
        kind="single_row",
        columns=(
            column("Số trường hợp nuôi con nuôi | Tổng số", "1", role="total"),
            column("Số trường hợp nuôi con nuôi | Chia theo giới tính | Nam", "2"),
            column("Số trường hợp nuôi con nuôi | Chia theo giới tính | Nữ", "3"),
            column("Số trường hợp nuôi con nuôi | Chia theo độ tuổi | Dưới 1 tuổi", "4"),
            column("Số trường hợp nuôi con nuôi | Chia theo độ tuổi | Từ 1 đến dưới 5 tuổi", "5"),
            column("Số trường hợp nuôi con nuôi | Chia theo độ tuổi | Từ 5 tuổi trở lên", "6"),
            column(
                "Số trường hợp nuôi con nuôi | Chia theo tình trạng sức khỏe | Bình thường", "7"
            ),
            column(
                "Số trường hợp nuôi con nuôi | Chia theo tình trạng sức khỏe | Có nhu cầu đặc biệt",
                "8",
            ),
            column("Nơi cư trú trước khi được nhận | Cơ sở nuôi dưỡng", "9"),
            column("Nơi cư trú trước khi được nhận | Gia đình", "10"),
            column("Nơi cư trú trước khi được nhận | Nơi khác", "11"),
        ),
        rules="""
  hard columns [1] == [2] + [3]
  hard columns [1] == [4] + [5] + [6]
  hard columns [1] == [7] + [8]
  soft columns [1] == [9] + [10] + [11]
  """,
    ),
    SmallForm(
        "y-te-co-so",
        columns=(column("Số lượng", "1"),),
        rows="""
01; 1; Tổng số trạm y tế; Trạm
02; ; Trong đó: số trạm có bác sĩ; Trạm
03; 2; Số giường bệnh; Giường
04; ; Trong đó: giường của tư nhân; Giường
05; 3; Tổng số cán bộ y tế; Người
#; ; Trong đó
  06; ; Bác sĩ; Người
  07; ; Y sĩ; Người
  08; ; Điều dưỡng; Người
09; 4; Số bác sĩ trên một vạn dân; Bác sĩ
10; 5; Tỷ lệ trạm đạt chuẩn; %
""",
        rules="""
  hard rows [02] <= [01]
  hard rows [04] <= [03]
  hard rows [06] <= [05]
  hard rows [07] <= [05]
  hard rows [08] <= [05]
  """,
    ),
    SmallForm(
        "tai-san",
        columns=(
            column("Số lượng (Cái)", "1"),
            column("Nguyên giá (Triệu đồng)", "2", answer="money"),
            column("Hao mòn lũy kế (Triệu đồng)", "3", answer="money"),
            column(
                "Giá trị còn lại (Triệu đồng)", "4", printed_formula="(4)=(2)-(3)", answer="money"
            ),
        ),
        rows="""
; I; Nhà, đất
  ; 1; Trụ sở làm việc
  ; 2; Nhà công vụ
; II; Phương tiện
  ; 1; Xe ô tô
  ; 2; Xe máy
; ; Tổng cộng (I+II)
""",
        rules="""
  hard columns [4] == [2] - [3]
  soft rows [#0] == [#1] + [#2]
  soft rows [#3] == [#4] + [#5]
  soft rows [#6] == [#0] + [#3]
  """,
    ),
    SmallForm(
        "cong-nghiep",
        kind="list",
        columns=(
            column("Sản phẩm", "A", answer="text", role="text", item_key=True),
            column("Tháng trước", "1", answer="decimal"),
            column("Ước tháng này", "2", answer="decimal"),
            column("Lũy kế từ đầu năm đến tháng báo cáo", "3", answer="decimal"),
            percent("Tháng này so với tháng trước (%)", "4"),
            percent("Lũy kế so với cùng kỳ năm trước (%)", "5"),
        ),
        rules="""
  soft columns [2] <= [3]
  soft columns [4] == [2]*100 / [1]
  """,
        taken=(("1", "last"),),
    ),
    SmallForm(
        "tin-ngan",
        columns=(column("Kết quả", "1"),),
        rows="""
; 1; Số văn bản phải ban hành; Văn bản
; 2; Số văn bản đã ban hành; Văn bản
; 3; Tỷ lệ ban hành; %
; 4; Số cuộc kiểm tra; Cuộc
  ; 4.1; Số đơn vị được kiểm tra; Đơn vị
  ; 4.2; Số đơn vị vi phạm; Đơn vị
; 5; Số lớp tập huấn; Lớp
  ; 5.1; Số lượt người tham dự; Lượt người
  ; 5.2; Số tài liệu phát hành; Bản
""",
        rules="""
  soft rows [#1] <= [#0]
  soft rows [#2] == [#1]*100 / [#0]
  may rows [#5] <= [#4]
  """,
    ),
    SmallForm(
        "van-hoa",
        columns=(
            column("Tổng", "3"),
            column("Trong đó | Xã", "4"),
            column("Trong đó | Phường", "5"),
            column("Kinh phí | Nhà nước", "6", answer="money"),
            column("Kinh phí | Xã hội hóa", "7", answer="money"),
        ),
        rows="""
; 1; Số lễ hội
; 2; Số di tích
  ; ; Trong đó: - Quốc gia
  ; ; - Cấp tỉnh
; 3; Số câu lạc bộ
""",
        rules="""
  hard columns [4] <= [3]
  hard columns [5] <= [3]
  hard rows [#2] <= [#1]
  may rows [#3] <= [#1]
  """,
    ),
    SmallForm(
        "thu-chi",
        columns=(
            column("Dự toán", "1", answer="money"),
            column("Quyết toán", "2", answer="money"),
            column("So sánh QT/DT | Tuyệt đối", "3", printed_formula="3=2-1", answer="money"),
            percent("So sánh QT/DT | Tương đối (%)", "4", printed_formula="4=2/1*100"),
        ),
        rows="""
; A; TỔNG THU (A=I+II+III)
  ; I; Thu tại xã
    ; 1; Phí, lệ phí
    ; 2; Thu khác
  ; II; Thu bổ sung
    ; -; Bổ sung cân đối
    ; -; Bổ sung có mục tiêu
  ; III; Thu chuyển nguồn
; B; TỔNG CHI (B = I + II)
  ; I; Chi đầu tư
  ; II; Chi thường xuyên
; C; KẾT DƯ (C = A - B)
""",
        rules="""
  hard columns [3] == [2] - [1]
  hard columns [4] == [2] / [1]*100
  hard rows [#0] == [#1] + [#4] + [#7]
  soft rows [#1] == [#2] + [#3]
  may rows [#4] == [#5] + [#6]
  hard rows [#8] == [#9] + [#10]
  hard rows [#11] == [#0] - [#8]
  """,
    ),
)
