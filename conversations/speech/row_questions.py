"""How officers ask about a row, its words and its figures: see `text/word_patterns.py`."""

from __future__ import annotations

from conversations.speech.question_topics import QuestionTopic

PHRASES: dict[QuestionTopic, str] = {
    QuestionTopic.STATES: """
        phân biệt .. @state
        @state .. có phải/là .. @state .. không/hả .. $
        @state .. khác .. @where/gì/nhau/@how
        @state .. với/và/hay .. @state .. khác/giống
        khác nhau .. @state
        khi nào/lúc nào/chừng nào/trường hợp nào .. @state
        @state .. khi nào .. $
        @state .. hay là/hay/hoặc .. @state
        @state .. thì .. @how
        @state .. thì .. ghi/điền/nhập .. gì
        @state .. là .. gì/sao/thế nào
        không có/chưa có/không có gì/không biết .. thì .. @how .. $
        không có/chưa có/không có gì/không biết .. thì .. ghi/điền/nhập/để/làm/gõ .. gì/sao/
            thế nào
        không phải việc/không phải của/không thuộc/không làm .. ghi/điền/nhập/làm/trả lời/
            thì .. sao/gì/thế nào
        xã không có/phường không có/đơn vị không có .. ghi/điền/nhập/làm/trả lời/thì .. sao/gì/
            thế nào
        ghi/điền/để .. 0/không .. hay .. @state
        ghi/điền/để .. @state .. được không
        ghi 0/điền 0/để 0/nhập 0/ghi số 0 .. được không/hả
        in ra .. @state .. @how
        @state .. in ra .. @how/gì
    """,
    QuestionTopic.LAST_PERIOD: """
        @before .. báo/ghi/là/được/báo cáo/số .. @many
        @before .. @many
        @many .. @before
        quý .. ghi/báo cáo/là .. @many .. $
        quý vừa rồi/kỳ vừa rồi/đợt rồi/quý vừa qua .. @many
        @before .. ghi/báo/là/làm/báo cáo .. sao/gì/thế nào
        số/số liệu .. @before .. đâu/gì/sao/thế nào
        có .. số/số liệu/báo cáo .. @before .. không/chưa
        @before .. có số/có báo cáo/có ghi/có số liệu .. @yes .. $
        xem .. @before .. @where/@how/được không
        so với .. @before .. @how
    """,
    QuestionTopic.WARNING: """
        sao/tại sao/vì sao/sao lại/răng .. cảnh báo/báo lỗi/lỗi/báo đỏ/không hợp lý/chưa hợp lý/
            không khớp/mâu thuẫn/nhắc
        sao/tại sao/vì sao/răng .. không cho/không nhận/chưa nhận/không ghi được/không chịu/
            không được
        sao/tại sao/vì sao .. sai/báo sai/giải thích/lý do/báo vậy/hỏi lại
        cảnh báo/lỗi/mâu thuẫn/nhắc .. gì .. $
        cảnh báo/lỗi/mâu thuẫn .. là sao/là gì/nghĩa là gì/là thế nào/chỗ nào/ở đâu
        sai/lỗi/không khớp/không hợp lý/mâu thuẫn/vướng/bị lỗi .. câu nào/dòng nào/cái nào/cái gì/
            chỗ nào
        sai gì/lỗi gì/sai ở đâu/lỗi ở đâu/vướng gì/sai cái gì/mâu thuẫn gì
        không khớp/không hợp lý/mâu thuẫn .. ở đâu/gì
        có .. cảnh báo/lỗi/sai/mâu thuẫn/sai sót/vấn đề .. không .. $
        cảnh báo/mâu thuẫn/lỗi .. không .. $
        cảnh báo/lỗi/mâu thuẫn .. sửa/xử lý/giải quyết/bỏ qua .. @how/được không
        sửa .. số nào/dòng nào/cái nào/câu nào/bên nào .. $
        lý do .. ghi .. sao/gì/thế nào
    """,
    QuestionTopic.TERM: """
        nghĩa là .. @what/sao/thế nào
        có nghĩa .. @what/sao/thế nào
        viết tắt .. @what/nào/sao
        là viết tắt .. $
        viết đầy đủ .. @what/sao
        là cái gì .. $
        là cái chi .. $
        là gì .. $
        là sao .. $
        là chi .. $
        là như thế nào .. $
        là thế nào .. $
        hiểu .. sao/thế nào/là gì .. $
        thế nào là
        như thế nào là
        cái nào là/cái gì là/loại nào là/văn bản nào là/cái nào gọi là/cái nào tính là
        là cái nào/là những cái nào/là loại nào .. $
        khác nhau .. @how/gì/@where
        khác .. gì nhau/ở chỗ nào
        khái niệm/định nghĩa .. @what/sao/thế nào
        giải thích/giải nghĩa .. từ/chữ/giúp/cho/hộ/với
    """,
    QuestionTopic.PERIOD: """
        theo năm/cả năm/từng năm/năm .. hay .. quý/tháng/kỳ
        theo quý/theo kỳ/theo tháng .. hay .. năm/quý
        tới hôm nay/đến hôm nay/tới nay/đến nay .. hay
        từ đầu năm/cả năm/trong quý/cộng dồn/3 tháng .. hả/phải không/đúng không .. $
        từ ngày mấy/từ ngày nào/từ tháng mấy
        lũy kế/cộng dồn .. khác/với .. trong kỳ/trong quý/kỳ này
        tính luôn/tính cả/gồm cả/cộng cả/cộng luôn .. quý trước/kỳ trước/năm trước/cả năm/từ đầu năm
        tính/lấy/số liệu/kỳ/thời gian/mốc/số/chốt .. từ ngày nào/từ khi nào/từ tháng mấy/
            từ bao giờ/từ lúc nào/từ hồi nào/từ đâu đến đâu
        từ ngày nào/từ tháng nào/từ tháng mấy .. đến/tới
        từ ngày nào .. $
        tính/lấy/số liệu/chốt/kỳ .. đến ngày nào/tới ngày nào/đến khi nào/đến hết ngày/
            đến tháng mấy/tới lúc nào/ngày nào/tới khi nào/tháng mấy
        trong quý/quý này/trong kỳ/của quý/3 tháng .. hay .. cộng dồn/lũy kế/cả năm/từ đầu năm/
            6 tháng/9 tháng
        cộng dồn/lũy kế/cả năm/từ đầu năm .. hay .. quý/trong quý/kỳ/từng quý/riêng
        cộng dồn/lũy kế/cộng cả/cộng luôn .. không/hả/chứ .. $
        có .. cộng dồn/lũy kế .. không
        đây là/đang làm/đang báo cáo/báo cáo/làm .. kỳ nào/quý mấy/quý nào/tháng mấy/năm nào/
            kỳ mấy
        kỳ báo cáo/kỳ này .. kỳ nào/là gì/từ/gì .. sao/nào/gì/đâu/đến
        kỳ nào .. $
        báo cáo này .. báo cáo gì/của ai/của đơn vị nào/là gì
        số .. quý này/cả năm/kỳ này .. hả/phải không/à .. $
        tính .. năm nay/năm trước/quý này .. hả/phải không
    """,
    QuestionTopic.ROW: """
        @this .. hỏi .. @what/@how
        @this .. là .. @what/@how/số gì/số nào
        @this .. nghĩa/hiểu/tính/ghi/điền/trả lời/lấy/đếm/nhập/gồm/bao gồm/tức .. @what/@how/
            @where/số nào
        @this .. @what/@how .. $
        theo .. hay .. theo
        câu/dòng/chỉ tiêu/mục/ô .. là/ghi/tính/điền/lấy/gồm/chọn/đếm .. hay/hoặc/hay là
        chọn/ghi/điền/lấy/tính .. hay/hoặc/hay là .. đây/vậy/hả/ta/nhỉ/chứ .. $
        câu/dòng/chỉ tiêu/mục/ô .. là câu gì/là dòng gì/là số gì
        câu/dòng/chỉ tiêu/mục/ô .. áp dụng .. không/@what
        câu/dòng/chỉ tiêu/mục/ô .. nói về/yêu cầu/đề cập/muốn hỏi .. gì/cái gì/sao
        câu/dòng/chỉ tiêu/mục/ô .. hỏi gì/hỏi cái gì/hỏi sao/hỏi chi
        hỏi gì vậy/hỏi gì thế/hỏi cái gì/hỏi chi rứa
        tính/đếm/thống kê .. @how .. $
        tính/đếm/thống kê .. những gì/cái gì/ai/loại nào/gì .. $
        cách tính/cách ghi/cách đếm/cách điền/công thức .. @how/@what/nào .. $
        lấy .. số/số liệu/ở .. @where/từ đâu
        số/số liệu .. phòng nào/bên nào/đơn vị nào/cơ quan nào/ai nắm/ai giữ/ai có
        số/số liệu .. lấy/xem/tìm/có .. @where/ở phòng nào/phòng nào/của ai
        xin/lấy/hỏi/kiếm .. ở phòng nào/phòng nào/phòng ban nào/bên nào
        lấy ở đâu/lấy đâu ra/ở đâu ra/tìm ở đâu/xin ở đâu
        gồm/bao gồm/gồm có/bao hàm .. @what/ai/nào/sao
        có .. tính/gồm/bao gồm/kể/đếm/cộng .. cả/luôn/vào/thêm/chung .. không/hả
        tính .. vào .. không/đâu/hả .. $
        có cần/có phải/cần/phải .. cả/luôn/kèm/thêm/tính/kể/lấy/cộng .. không/hả/chứ .. $
        có lấy/có ghi/có báo/có đưa/có đếm .. cả/luôn/kèm/thêm/vào/vô .. không/hả .. $
        có tính/có được tính/được tính/có kể/có được kể/được kể/được coi là/có coi là/tính là ..
            không/hả/chứ .. $
        tính cả/kể cả/gồm cả .. không/hả .. $
        ghi/điền/nhập/gõ/trả lời .. @how .. $
        ghi/điền/nhập/gõ/trả lời .. gì/cái gì/số gì/số nào/vào đâu .. $
        đơn vị tính .. gì/sao/nào
        ghi .. số hay chữ/số hay .. chữ/mã
        mã .. nào/gì .. $
        ví dụ .. sao/như nào/thế nào
        không hiểu/chưa hiểu .. câu/dòng/chỉ tiêu/cái/chỗ/mục .. này/đó/lắm/gì
        không hiểu/chưa hiểu/không hiểu gì .. $
        không hiểu lắm/chưa hiểu lắm/không hiểu rõ/chưa hiểu rõ .. $
        không hiểu/chưa hiểu
        gồm luôn/kể luôn/tính luôn/gồm/bao gồm/tính vô/tính vào .. không .. $
        số lượng/con số/phần trăm/tỷ lệ/số người .. hay .. phần trăm/tỷ lệ/số lượng/số/lượt/% .. $
        giải thích .. câu/dòng/chỉ tiêu/cái/chỗ/mục/thêm
    """,
}
