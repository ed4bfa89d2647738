"""How officers ask about the bot and how to go on with it: see `text/word_patterns.py`."""

from __future__ import annotations

from conversations.speech.question_topics import QuestionTopic

PHRASES: dict[QuestionTopic, str] = {
    QuestionTopic.COMPUTED: """
        tự cộng/tự tính/tự động cộng/tự động tính/tự ra .. @yes/được không/rồi .. $
        có/em/bot/máy/hệ thống .. tự cộng/tự tính/tự động cộng/tự động tính
        em/bot/máy/hệ thống .. cộng/tính .. giùm/giúp/dùm/hộ/được không/chứ/hả/không .. $
        tổng/dòng tổng/cột tổng/tổng cộng/tổng số/tỷ lệ .. có phải/phải/cần .. gõ/nhập/điền/ghi/
            tự cộng/tự tính .. @yes .. $
        tổng/dòng tổng/cột tổng/tổng cộng/tổng số/tỷ lệ .. chị/anh/mình/tui/tôi .. phải/có cần/tự ..
            gõ/nhập/điền/ghi/cộng/tính .. @yes .. $
        tổng/dòng tổng/cột tổng/tổng cộng/tổng số/tỷ lệ .. ai cộng/ai tính .. $
        dòng nào/câu nào/ô nào/số nào .. tự cộng/tự tính/khỏi gõ/khỏi nhập/không phải gõ/
            không cần gõ
    """,
    QuestionTopic.BOT: """
        máy hay .. người
        ai .. trả lời/nói chuyện/nhắn/chat .. tôi/chị/anh/mình/cô/với
        em/bạn/bot .. là ai .. $
        ai vậy .. $
        đây là ai
        người hay máy
        em/bạn .. ăn cơm/ăn sáng/ăn trưa/ngủ/khỏe/mệt .. chưa/không .. $
        em/bạn .. có chồng/có vợ/có người yêu/có gia đình/lấy chồng/lấy vợ .. chưa/không .. $
        em/bạn .. mấy tuổi/bao nhiêu tuổi/quê đâu/quê ở đâu/nhà ở đâu/lương
        em/bạn .. ngồi/làm việc/ở .. phòng nào/sở nào/cơ quan nào/tầng mấy .. $
        máy hay người
        người hay robot
        có phải .. người thật/robot/máy/trí tuệ nhân tạo .. @yes .. $
        em/bạn .. có phải .. người/máy/bot/robot .. @yes .. $
        em/bạn/đây .. là/phải là .. người thật/robot/máy/người/bot/ai/trí tuệ nhân tạo/chatbot
            .. @yes .. $
        nói chuyện với .. ai/máy/người
        em/bạn tên .. gì
        em/bạn .. làm được gì
    """,
    QuestionTopic.FASTER: """
        làm sao/làm thế nào/cách nào/cách gì/cách chi/kiểu nào/muốn/có cách .. nhanh/lẹ/mau/
            nhanh hơn/lẹ hơn/mau hơn/gọn hơn/đỡ lâu/đỡ mất công
        @fill/gửi/gởi .. cả phần/nguyên phần/theo phần/cả mục/nguyên mục/theo mục/cả nhóm/
            nguyên nhóm/theo nhóm/cả bảng/nguyên bảng/hết .. một lượt/1 lượt/một lần/1 lần/
            một lúc/1 lúc/cùng lúc/một phát/1 phát .. được không/@how/@yes/được hông .. $
        @fill/gửi/gởi .. cả phần/nguyên phần/theo phần/cả mục/nguyên mục/theo mục/cả nhóm/
            nguyên nhóm/theo nhóm/cả bảng/nguyên bảng .. được không/@how/được hông .. $
        làm sao/làm thế nào/cách nào/có cách .. @fill/gửi/gởi/đưa .. một lượt/1 lượt/một lần/
            1 lần/một lúc/cùng lúc/một phát/hết/cả phần/cả bảng .. không/@how/@yes .. $
        một lượt/1 lượt/một lần/1 lần .. cả phần/cả mục/cả nhóm/cả bảng .. được không/@how
        nhanh hơn/lẹ hơn/mau hơn/nhanh/lẹ/gọn hơn .. được không/@how/không/hông/chút nào .. $
        khỏi/không phải/đỡ phải .. từng câu/từng dòng/từng cái .. được không/@how/@yes .. $
        làm sao/làm thế nào/cách nào/muốn .. nhiều .. câu/dòng/số/ô/chỉ tiêu .. một lúc/một lượt/
            cùng lúc/một lần
        làm sao/làm thế nào/cách nào/có cách .. khỏi/không phải/đỡ phải .. từng câu/từng dòng/
            từng cái/từng ô/từng chỉ tiêu
        từng câu/từng dòng/từng cái .. lâu/chậm/mệt/mất công .. @how/@yes .. $
    """,
    QuestionTopic.NOTES: """
        làm sao/làm thế nào/cách nào/cách gì/cách chi/kiểu nào/có cách .. ghi chú/chú thích
        @fill/muốn/gõ .. ghi chú/chú thích .. sao/làm sao/thế nào/kiểu gì/ra sao/chỗ nào/ở đâu .. $
        ghi chú/chú thích .. làm sao/thế nào/kiểu gì/ra sao/chỗ nào/kiểu chi/ở đâu .. $
        ghi chú/chú thích .. được không/@how .. $
        có .. ghi chú/chú thích/ghi chú thêm .. được không/@how .. $
    """,
    QuestionTopic.HAND_OVER: """
        giao/nhờ/chuyển/chia/phân công .. cho/người khác/đồng nghiệp .. được không/@how
        giao/nhờ .. điền/làm/nhập/trả lời/ghi .. được không/@how
        làm sao/làm thế nào/cách nào/muốn .. giao/chia việc/phân công/nhờ đồng nghiệp/
            nhờ người khác
        nhờ .. người khác/đồng nghiệp/anh/chị/bạn/phòng .. được không
        hai người/nhiều người/hai chị em/mấy người .. làm/nhập/điền/vào .. được không
        không phải .. phụ trách/người làm/phần của .. thì .. sao/làm sao/thế nào
        cùng làm/làm chung/nhập chung .. được không
        người khác/đồng nghiệp .. vào/làm/điền/nhập/ghi/trả lời .. được không
        chia .. ra .. làm .. được không
        giao .. được không .. $
    """,
    QuestionTopic.GET_FILE: """
        làm sao/cách nào/làm thế nào/muốn .. lấy/lấy được/tải/in/xuất .. @file/báo cáo
        lấy/tải/xem/xuất/in/nhận/tìm .. @file/báo cáo/bản nháp .. @where/@how/được không
        lấy/tải/xuất/in/nhận .. @file/báo cáo .. @when
        @file .. lấy/tải/xuất/in/nhận/xem .. @where/@how/được không
        báo cáo .. tải/xuất/in/xem .. @where/@how/được không
        cho .. xin .. @file .. $
        gửi chị/gửi anh/gửi cho/gửi cô/gửi tôi .. @file .. $
        @file .. đâu .. $
        có @file không/có @file chưa/có sẵn @file không/có bản @file không .. $
        có/còn .. bản nháp/bản cũ/bản nộp .. không .. $
        xuất .. ra .. được không/@how
        in .. ra .. được không/@how/@where
        tải .. @where/@how
        xem lại/xem trước/coi lại .. @where/@how/được không
        xem/coi .. báo cáo/toàn bộ/số đã ghi .. @where/@how/được không
        gửi lại .. @file .. được không
        gửi .. chị/anh/cô/tôi .. @file .. được không
    """,
    QuestionTopic.SEND_FILE: """
        sửa/làm/lấy/dùng/chép/điền/copy/dựa .. file/tệp/bản/mẫu .. quý/kỳ/năm trước/cũ/lần trước ..
            được không/không/được hông .. $
        @file .. gửi/đưa/nhập/đẩy/tải lên .. @how/@where
        có nhận/có đọc/có đọc được/nhận được .. @file/ảnh/hình .. không .. $
        một lần/một lúc/cùng lúc/một lượt .. nhiều .. được không
        gửi/nộp/up/upload/đính kèm/đưa/tải lên/nhập .. @file/ảnh/hình/ảnh chụp/file scan/
            danh sách .. được không/@how/@where/được hả
        dán/copy/chép .. được không/@how/@where
        chụp .. ảnh/hình/lại/giấy/bảng .. được không/@how
        gửi ảnh/gửi hình/gửi file/gửi tệp/gửi excel/gửi word .. @yes/sao .. $
        đọc được .. @file/ảnh/hình/chữ viết tay .. không .. $
        ghi âm/nói/đọc số .. được không
        có .. file/excel/word/bảng/danh sách .. sẵn .. gửi/đưa/nhập .. được không/@how/@where
        nhiều .. số/dòng/câu .. một lúc/một lượt/cùng lúc .. được không/@how
    """,
    QuestionTopic.SUBMIT: """
        nộp/gửi báo cáo/trình/hoàn thành .. @how .. $
        làm sao/làm thế nào/cách nào/muốn/làm cách nào .. nộp/gửi báo cáo/trình lên
        nộp .. ở đâu/chỗ nào/bằng cách nào/kiểu gì/nút nào/được chưa/luôn được không/được không/
            được rồi hả
        nộp luôn .. được không/được chưa/@yes .. $
        bấm .. @where/gì/nào .. nộp
    """,
    QuestionTopic.NEXT: """
        bước tiếp theo/bước sau/bước kế .. gì/sao/thế nào
        giờ/bây giờ/rồi/tiếp theo/tiếp/xong/tiếp đó .. làm .. gì/sao/thế nào
        giờ/bây giờ/rồi/tiếp theo .. phải/cần .. làm gì/gõ gì/bấm gì
        làm gì .. nữa/tiếp/bây giờ/đây/giờ/vậy .. $
        làm gì .. $
        làm tiếp/tiếp tục/tiếp/làm nữa .. @how .. $
        giờ sao/bây giờ sao/rồi sao/giờ thế nào/giờ tính sao
        bấm/nhấn/gõ/chọn/vào/vô .. vào đâu/chỗ nào/nút nào/ở đâu/cái nào/đâu
        bấm/nhấn/gõ/chọn .. gì .. $
        bắt đầu .. từ đâu/@how/ở đâu
        dùng/sử dụng/xài/thao tác .. @how .. $
        làm .. @how .. $
        vô/vào/qua/sang/tới/đến/xuống .. phần/mục/câu .. kiểu gì/cách nào/thế nào/làm sao/sao .. $
        hướng dẫn .. được không/@how/chị/anh/cô/tôi/giúp
        xong rồi/hết rồi .. gì nữa/sao nữa/làm sao/gì
        qua/sang/chuyển/tới/nhảy .. câu khác/câu sau/câu tiếp/phần khác/phần sau/mục khác/
            phần .. @how/được không
        sao .. qua/sang/nhảy/chuyển .. phần/câu/mục .. khác/rồi
        bỏ qua .. @how .. $
        quay lại .. @how/được không/câu trước
        không biết làm .. @how/gì/tiếp
    """,
}
