"""Forms as offices of a province send them to their ministries."""

from __future__ import annotations

from tests.templates.form_draft.rules.small_forms import SmallForm, column

FORMS = (
    SmallForm(
        "thu-tuc-hanh-chinh",
        kind="list",
        columns=(
            column("Lĩnh vực", "2", answer="text", role="text", item_key=True),
            column("Số hồ sơ tiếp nhận | Tổng số", "3", role="total"),
            column("Số hồ sơ tiếp nhận | Trong kỳ | Trực tuyến", "4"),
            column("Số hồ sơ tiếp nhận | Trong kỳ | Trực tiếp, dịch vụ bưu chính", "5"),
            column("Số hồ sơ tiếp nhận | Từ kỳ trước", "6"),
            column("Số hồ sơ đã giải quyết | Tổng số", "7", role="total"),
            column("Số hồ sơ đã giải quyết | Trước hạn", "8"),
            column("Số hồ sơ đã giải quyết | Đúng hạn", "9"),
            column("Số hồ sơ đã giải quyết | Quá hạn", "10"),
            column("Số hồ sơ đang giải quyết | Tổng số", "11", role="total"),
            column("Số hồ sơ đang giải quyết | Trong hạn", "12"),
            column("Số hồ sơ đang giải quyết | Quá hạn", "13"),
            column("Ghi chú", answer="text", role="note"),
        ),
        rows="; ; TỔNG CỘNG",
        rules="""
            soft columns [7] == [8] + [9] + [10]
            soft columns [11] == [12] + [13]
            soft columns [7] <= [3]
            may columns [3] == [4] + [5] + [6]
            may columns [4] <= [3]
            may columns [5] <= [3]
            may columns [6] <= [3]
            soft rows [#0] == sum([list])
        """,
    ),
    SmallForm(
        "tiem-chung",
        columns=(
            column("Số trẻ trong diện tiêm chủng", "1", role="plan"),
            column("Số trẻ đã được tiêm | Tổng số", "2", role="total"),
            column("Số trẻ đã được tiêm | Nam", "3"),
            column("Số trẻ đã được tiêm | Nữ", "4"),
            column("Tỷ lệ (%)", "5", answer="percent", role="ratio"),
        ),
        rows="""
            ; 1; Xã An Hiệp
            ; 2; Xã Phú Tâm
            ; 3; Thị trấn Châu Thành
            ; ; Cộng
        """.replace(" " * 12, ""),
        rules="""
            soft columns [2] == [3] + [4]
            soft columns [5] == [2]*100 / [1]
            may columns [2] <= [1]
            soft rows [#3] == [#0] + [#1] + [#2]
        """,
    ),
    SmallForm(
        "truong-hoc",
        columns=(column("Số lượng", "1"),),
        rows="""
I.; I; Số trường học; Trường
  #; ; Chia ra:
    02; ; - Công lập; Trường
    03; ; - Ngoài công lập; Trường
II.; II; Số học sinh; Học sinh
  #; ; Trong đó:
    05; ; - Nữ; Học sinh
    06; ; - Dân tộc thiểu số; Học sinh
    07; ; - Khuyết tật học hòa nhập; Học sinh
III.; III; Sĩ số bình quân mỗi lớp; Học sinh
""",
        rules="""
            hard rows [I.] == [02] + [03]
            hard rows [05] <= [II.]
            hard rows [06] <= [II.]
            hard rows [07] <= [II.]
        """,
    ),
    SmallForm(
        "thu-ngan-sach",
        columns=(
            column("Dự toán năm", "1", answer="money", role="plan"),
            column("Thực hiện trong tháng", "2", answer="money"),
            column("Thực hiện lũy kế từ đầu năm", "3", answer="money", role="cumulative"),
            column(
                "So sánh (%) | Dự toán", "4", answer="percent", role="ratio",
                printed_formula="4=3/1",
            ),
            column("So sánh (%) | Cùng kỳ năm trước", "5", answer="percent", role="ratio"),
        ),
        rows="""
; A; TỔNG THU NGÂN SÁCH NHÀ NƯỚC (A = I + II)
  ; I; Thu nội địa
    ; 1; Thu từ khu vực doanh nghiệp nhà nước
    ; 2; Thuế thu nhập cá nhân
    ; 3; Thu khác
  ; II; Thu từ hoạt động xuất, nhập khẩu
""",
        rules="""
            hard columns [4] == [3] / [1]
            soft columns [2] <= [3]
            hard rows [#0] == [#1] + [#5]
            soft rows [#1] == [#2] + [#3] + [#4]
        """,
    ),
    SmallForm(
        "trong-trot",
        columns=(
            column("Kế hoạch năm", "1", answer="decimal", role="plan"),
            column("Thực hiện cùng kỳ năm trước", "2", answer="decimal", role="same_last_year"),
            column("Thực hiện kỳ này", "3", answer="decimal"),
            column("So sánh (%) | Kế hoạch", "4", answer="percent", role="ratio"),
            column("So sánh (%) | Cùng kỳ", "5", answer="percent", role="ratio"),
        ),
        rows="""
#; 1; Lúa Đông Xuân
  ; ; - Diện tích gieo trồng; ha
  ; ; - Năng suất; tạ/ha
  ; ; - Sản lượng; tấn
#; 2; Cây ăn trái
  ; ; - Diện tích; ha
  ; ; - Sản lượng; tấn
""",
        rules="""
            soft columns [4] == [3]*100 / [1]
            soft columns [5] == [3]*100 / [2]
        """,
        taken=(("2", "last_year"),),
    ),
    SmallForm(
        "khieu-nai",
        kind="list",
        columns=(
            column("Đơn vị", "MS", answer="text", role="text", item_key=True),
            column("Tổng số đơn", "1", role="total", printed_formula="(1) = (2)+(3)"),
            column("Đơn kỳ trước chuyển sang", "2"),
            column("Đơn tiếp nhận trong kỳ", "3"),
            column("Đã xử lý | Tổng số", "4", role="total", printed_formula="4=5+...+8"),
            column("Đã xử lý | Phân loại theo nội dung | Khiếu nại", "5"),
            column("Đã xử lý | Phân loại theo nội dung | Tố cáo", "6"),
            column("Đã xử lý | Phân loại theo nội dung | Kiến nghị, phản ánh", "7"),
            column("Đã xử lý | Phân loại theo nội dung | Khác", "8"),
            column("Tỷ lệ đã xử lý (%)", "9", answer="percent", role="ratio",
                   printed_formula="9=4:1x100"),
        ),
        rules="""
            hard columns [1] == [2] + [3]
            hard columns [4] == [5] + [6] + [7] + [8]
            hard columns [9] == [4] / [1]*100
            may columns [4] <= [1]
        """,
    ),
    SmallForm(
        "chay-no",
        columns=(
            column("Kỳ này", "1"),
            column("Kỳ trước", "2"),
            column("Tăng (+), giảm (-)", "3"),
            column("Tỷ lệ tăng, giảm (%)", "4", answer="percent", role="ratio"),
        ),
        rows="""
01; 1; Số vụ cháy; Vụ
02; ; Trong đó: cháy lớn; Vụ
#; 2; Thiệt hại về người
  03; ; - Số người chết; Người
  04; ; - Số người bị thương; Người
05; 3; Thiệt hại về tài sản; Triệu đồng
""",
        rules="""
            soft columns [3] == [1] - [2]
            soft columns [4] == ([1] - [2])*100 / [2]
            hard rows [02] <= [01] in 1, 2
        """,
        taken=(("2", "last"),),
    ),
    SmallForm(
        "hoa-giai",
        kind="single_row",
        columns=(
            column("Tổng số vụ việc tiếp nhận (Vụ việc)", "1", role="total"),
            column("Kết quả | Chia theo kết quả | Hòa giải thành | Tổng số", "2"),
            column("Kết quả | Chia theo kết quả | Hòa giải thành | Theo lĩnh vực | Dân sự", "3"),
            column("Kết quả | Chia theo kết quả | Hòa giải thành | Theo lĩnh vực | Hôn nhân", "4"),
            column("Kết quả | Chia theo kết quả | Hòa giải thành | Theo lĩnh vực | Khác", "5"),
            column("Kết quả | Chia theo kết quả | Hòa giải không thành", "6"),
            column("Kết quả | Chia theo kết quả | Chưa giải quyết xong", "7"),
            column("Số tiền chi thù lao (Nghìn đồng)", "8", answer="money"),
        ),
        rules="""
            soft columns [2] == [3] + [4] + [5]
            hard columns [1] == [2] + [6] + [7]
        """,
    ),
    SmallForm(
        "bien-che",
        columns=(
            column("Biên chế được giao", "1", role="plan"),
            column("Biên chế có mặt | Tổng số", "2", role="total"),
            column("Biên chế có mặt | Trong đó | Nữ", "3"),
            column("Biên chế có mặt | Trong đó | Dân tộc thiểu số", "4"),
            column("Biên chế có mặt | Trong đó | Đảng viên", "5"),
            column("Trình độ đào tạo | Tiến sĩ", "6"),
            column("Trình độ đào tạo | Thạc sĩ", "7"),
            column("Trình độ đào tạo | Đại học", "8"),
            column("Trình độ đào tạo | Khác", "9"),
            column("Độ tuổi | Dưới 30", "10"),
            column("Độ tuổi | Từ 30 đến 50", "11"),
            column("Độ tuổi | Từ 51 trở lên", "12"),
        ),
        rows="""
; 1; Văn phòng Sở
; 2; Thanh tra Sở
; ; TỔNG CỘNG:
""",
        rules="""
            hard columns [3] <= [2]
            hard columns [4] <= [2]
            hard columns [5] <= [2]
            soft columns [2] == [6] + [7] + [8] + [9]
            soft columns [2] == [10] + [11] + [12]
            soft rows [#2] == [#0] + [#1]
        """,
    ),
    SmallForm(
        "ho-ngheo",
        columns=(
            column("Đầu kỳ", "1"),
            column("Tăng trong kỳ", "2"),
            column("Giảm trong kỳ", "3"),
            column("Cuối kỳ", "4"),
        ),
        rows="""
; 1; Tổng số hộ; Hộ
; 2; Số hộ nghèo; Hộ
  ; ; - Khu vực thành thị; Hộ
  ; ; - Khu vực nông thôn; Hộ
; 3; Số hộ cận nghèo; Hộ
; 4; Tổng số nhân khẩu; Người
  ; ; Trong đó: Nữ; Người
""",
        rules="""
            soft columns [4] == [1] + [2] - [3]
            soft rows [#1] == [#2] + [#3]
            hard rows [#6] <= [#5]
            may rows [#1] <= [#0]
            may rows [#4] <= [#0]
        """,
    ),
    SmallForm(
        "thu-vien",
        kind="single_row",
        columns=(
            column("Tổng số", "1", role="total", measure="Lượt"),
            column("Phân theo hình thức | Đọc tại chỗ", "2", measure="Lượt"),
            column("Phân theo hình thức | Mượn về nhà", "3", measure="Lượt"),
            column("Trong đó: trẻ em", "4", measure="Lượt"),
            column("Số sách bổ sung", "5", measure="Bản"),
        ),
        rules="""
            soft columns [1] == [2] + [3]
            hard columns [4] <= [1]
        """,
    ),
    SmallForm(
        "dau-tu-cong",
        kind="list",
        columns=(
            column("Tên dự án", "2", answer="text", role="text", item_key=True),
            column("Kế hoạch vốn năm | Tổng số", "3", answer="money", role="total",
                   printed_formula="3=4+5"),
            column("Kế hoạch vốn năm | Ngân sách trung ương", "4", answer="money", role="plan"),
            column("Kế hoạch vốn năm | Ngân sách địa phương", "5", answer="money", role="plan"),
            column("Giải ngân | Trong tháng | Tổng số", "6", answer="money"),
            column("Giải ngân | Trong tháng | Ngân sách trung ương", "7", answer="money"),
            column("Giải ngân | Trong tháng | Ngân sách địa phương", "8", answer="money"),
            column("Giải ngân | Lũy kế từ đầu năm | Tổng số", "9", answer="money"),
            column("Giải ngân | Lũy kế từ đầu năm | Ngân sách trung ương", "10", answer="money"),
            column("Giải ngân | Lũy kế từ đầu năm | Ngân sách địa phương", "11", answer="money"),
            column("Tỷ lệ giải ngân (%)", "12", answer="percent", role="ratio",
                   printed_formula="(12)=(9)/(3)x100%"),
        ),
        rows="; ; Tổng cộng",
        rules="""
            hard columns [3] == [4] + [5]
            soft columns [6] == [7] + [8]
            soft columns [9] == [10] + [11]
            soft columns [6] <= [9]
            soft columns [7] <= [10]
            soft columns [8] <= [11]
            hard columns [12] == [9] / [3]*100%
            soft rows [#0] == sum([list])
        """,
    ),
    SmallForm(
        "dan-toc",
        columns=(column("Năm báo cáo", "1"), column("Năm trước", "2")),
        rows="""
01; I.; I. Tổng số hộ (01=02+03); Hộ
  02; 1.; 1. Hộ dân tộc Kinh; Hộ
  03; 2.; 2. Hộ dân tộc thiểu số; Hộ
    #; ; Trong đó:
      04; ; + Khmer; Hộ
      05; ; + Hoa; Hộ
06; II.; II. Chênh lệch so với chỉ tiêu giao; Hộ
""",
        rules="""
            hard rows [01] == [02] + [03]
            hard rows [04] <= [03]
            hard rows [05] <= [03]
        """,
        taken=(("2", "last"),),
        unclear=("Chênh lệch so với",),
    ),
    SmallForm(
        "vat-tu",
        columns=(
            column("Số lượng", "3"),
            column("Đơn giá", "4", answer="money"),
            column("Thành tiền", "5", answer="money", printed_formula="5=3x4"),
        ),
        rows="""
#; I; Vật tư y tế
  ; 1; Khẩu trang
  ; 2; Găng tay
#; II; Văn phòng phẩm
  ; 1; Giấy in
  ; 2; Bút
; ; Tổng cộng
""",
        rules="""
            hard columns [5] == [3]*[4]
            soft rows [#6] == [#1] + [#2] + [#4] + [#5] in 3, 5
        """,
    ),
    SmallForm(
        "cai-cach",
        columns=(column("Số liệu", "1"), column("Ghi chú", answer="text", role="note")),
        rows="""
; 1; Tỷ lệ hoàn thành kế hoạch; %
  ; ; Số nhiệm vụ đề ra trong kế hoạch; Nhiệm vụ
  ; ; Số nhiệm vụ đã hoàn thành; Nhiệm vụ
#; 2; Thực hiện nhiệm vụ được giao
  ; ; Tổng số nhiệm vụ được giao; Nhiệm vụ
  ; ; Số nhiệm vụ đã hoàn thành đúng hạn; Nhiệm vụ
  ; ; Số nhiệm vụ đã hoàn thành nhưng quá hạn; Nhiệm vụ
#; 3; Kiểm tra
  ; ; Số phòng ban đã kiểm tra; Cơ quan
  ; ; Số vấn đề phát hiện qua kiểm tra; Vấn đề
  ; ; Số vấn đề phát hiện đã xử lý xong; Vấn đề
#; 4; Thu phí
  ; ; Số phải thu; Triệu đồng
  ; ; Số đã thu; Triệu đồng
""",
        rules="""
            soft rows [#2] <= [#1]
            soft rows [#0] == [#2]*100 / [#1]
            soft rows [#5] <= [#4]
            soft rows [#6] <= [#4]
            soft rows [#10] <= [#9]
            soft rows [#13] <= [#12]
            may rows [#4] == [#5] + [#6]
        """,
    ),
    SmallForm(
        "moi-truong",
        columns=(
            column("Số cơ sở", "3"),
            column("Mức phí một tháng", "4", answer="money"),
            column("Cộng dồn", "5", answer="money", printed_formula="5=3+4+5"),
            column("Phí cả năm", "6", answer="money", printed_formula="6=4 x 12 tháng"),
        ),
        rows="""
; 1; Tổng số cơ sở kiểm tra
  ; 1.1; Số cơ sở vi phạm
  ; 1.2; Số quyết định xử phạt
  ; 1.3; Số tiền phạt
""",
        rules="may rows [#1] <= [#0]",
        unclear=("5=3+4+5", "12 tháng"),
    ),
)  # fmt: skip
