"""How officers ask about the report and those who handle it: see `text/word_patterns.py`."""

from __future__ import annotations

from conversations.speech.question_topics import QuestionTopic

PHRASES: dict[QuestionTopic, str] = {
    QuestionTopic.HOLDER: """
        đang chờ/đang đợi/đang ở chỗ .. ai/sếp nào .. $
        duyệt rồi chưa/duyệt chưa/duyệt xong chưa/duyệt được chưa/ký chưa/ký duyệt chưa
        được duyệt .. @yes .. $
        duyệt .. báo cáo/chị/anh/em/rồi/cho chị .. chưa .. $
        khi nào/bao giờ/chừng nào/lúc nào/bao lâu/mấy ngày .. duyệt/duyệt xong/được duyệt/
            có kết quả
        duyệt .. bao lâu/mấy ngày/lâu không/khi nào/bao giờ
        sao .. chưa/lâu/mãi .. duyệt
        nhận được .. báo cáo/bài .. chưa/không
        sếp/lãnh đạo/anh/chị/trưởng phòng/giám đốc/phó giám đốc/văn phòng/sở/tỉnh/trên/bên đó/
            đầu mối/chánh văn phòng .. nhận được/nhận/thấy/xem/coi/đọc .. chưa .. $
        sếp/lãnh đạo/trưởng phòng/giám đốc/trên/bên trên/sở/tỉnh .. biết chưa/hay chưa/
            có thấy không/có nhận được không
        ai .. đang giữ/đang cầm/đang xem/đang duyệt
        @report .. đang ở đâu/ở đâu rồi/đang ở chỗ nào/tới đâu/đến đâu/đi đến đâu/nằm ở đâu/
            ở chỗ ai/đang ở ai/ai giữ/đến tay ai
        tới đâu rồi/đến đâu rồi/đang nằm ở đâu/đến tay ai/tới tay ai
        bị trả/trả lại/trả về/bị trả về .. @yes/gì/đâu .. $
        bị trả/trả lại/bị trả lại/trả về .. vì sao/tại sao/lý do gì/sao vậy
        sao/tại sao/vì sao .. bị trả/trả lại/trả về
        nộp/gửi/gởi .. được chưa/xong chưa/rồi chưa/đi chưa/thành công chưa/được không vậy
        nộp chưa/gửi chưa/gởi chưa/đã nộp chưa
        đã/nộp/gửi .. thành công .. chưa/không .. $
        báo cáo/phụ lục .. nộp/gửi .. chưa .. $
        trạng thái/tình trạng .. sao/gì/thế nào
        báo cáo .. sao rồi/thế nào rồi/ra sao rồi/như thế nào rồi .. $
        ai .. duyệt/xem/coi/nhận/đọc .. chưa .. $
    """,
    QuestionTopic.APPROVER: """
        ai .. là người .. duyệt/kiểm tra/xem/nhận/ký/phê duyệt
        @who .. duyệt/phê duyệt/ký duyệt/ký/xét duyệt/thẩm định/kiểm duyệt
        duyệt/phê duyệt/ký/người duyệt/người ký/duyệt báo cáo .. là ai/là người nào/là sếp nào/
            ai .. $
        nộp/gửi/gởi/trình .. cho/lên/tới/đến .. @who
        nộp/gửi/gởi/trình .. ai .. $
        nộp/gửi/gởi/trình .. @who .. $
        nộp/gửi/gởi/trình .. lên đâu/về đâu/đi đâu/tới đâu/cho đâu/lên cấp nào
        @who .. xem/kiểm tra/đọc/nhận .. báo cáo/số liệu/phụ lục
        ai xem/ai nhận/ai kiểm tra/ai đọc .. $
        tự duyệt .. được không
    """,
    QuestionTopic.AUTHOR: """
        @who .. ghi/nhập/điền/sửa/gõ/khai/đổi .. số/câu/dòng/cái/chỗ/ô/này
        @who .. ghi/nhập/điền/sửa/đổi .. vậy/rồi/đó
        số/câu/dòng/cái .. này/đó .. @who .. ghi/nhập/điền/sửa/đổi
        số/câu/dòng/cái .. này/đó .. của ai .. $
        @rows .. @who .. ghi/nhập/điền/sửa/đổi/khai
    """,
    QuestionTopic.COORDINATOR: """
        hỏi/gọi/liên hệ/liên lạc/kêu/báo cho/báo với/nhờ/nhắn .. với ai/cho ai/@who
        hỏi ai/gọi ai/liên hệ ai/nhờ ai/báo ai/kiếm ai/tìm ai
        liên hệ/liên lạc/hỏi .. ở đâu/chỗ nào/số nào/đâu
        đầu mối/người phụ trách/người hướng dẫn/cán bộ phụ trách/chuyên viên .. @who/gì/đâu
        @who .. đầu mối/phụ trách/hướng dẫn/hỗ trợ/giải đáp/tổng hợp/theo dõi/quản lý
        số điện thoại/số máy/hotline/zalo .. @who/nào/gì/mấy/bao nhiêu/đâu/không
        có .. số điện thoại/hotline/số máy/người hướng dẫn/ai .. không .. $
        cho/xin .. số điện thoại/số máy/zalo
        cho/xin .. số .. của .. người/đầu mối/cán bộ/ai
        gọi/liên hệ/nhắn .. số nào/số mấy/qua số
        gặp .. ai/người/cán bộ .. @yes/ở đâu/được không .. $
    """,
    QuestionTopic.DUE: """
        hạn/hạn nộp/hạn chót/hạn cuối/thời hạn/deadline/đến hạn/hết hạn/tới hạn .. @when/@many/
            nào/chưa/sao/đâu
        @when .. hạn/hết hạn/hạn nộp/hạn chót/tới hạn/đến hạn
        @when .. nộp/phải nộp/phải xong/gửi báo cáo/chốt/phải gửi/hoàn thành/khóa sổ
        nộp/phải nộp/phải xong/nộp báo cáo/gửi báo cáo/khóa sổ .. @when
        hạn .. là .. @when/nào/bao nhiêu/mấy .. $
        hạn .. không .. $
        còn .. @many .. ngày/bữa/hôm/giờ/tiếng
        @many .. ngày nữa/bữa nữa/hôm nữa
        nộp trễ/nộp muộn/trễ hạn/quá hạn/muộn/nộp chậm/trễ .. có sao/thì sao/được không/sao không/
            bị gì/chưa/có bị/không .. $
        trễ .. hạn .. chưa/không .. $
        có .. trễ/muộn/quá hạn/kịp .. @yes .. $
        kịp không/kịp chưa/có kịp không
        cho .. hỏi .. thời hạn/hạn nộp/hạn
        chậm nhất/muộn nhất/trễ nhất/cuối cùng .. là/đến/vào .. @when
        nộp/gửi/phải gửi/phải nộp/xong .. trước .. @when
        chốt .. ngày bao nhiêu/ngày mấy/hôm nào/khi nào .. $
        còn thời gian/còn kịp/còn dư thời gian .. không/hả
        nộp sau/nộp trễ/nộp muộn/nộp chậm .. có bị/bị .. không
        ngày/hôm/mai/thứ .. nộp .. được không .. $
        hết hạn/quá hạn/trễ hạn/qua hạn .. nộp .. không/được
        nộp trễ/nộp muộn/nộp chậm/trễ hạn .. bị gì/bị gì không/bị phạt/có bị gì
        gia hạn/lùi hạn/xin thêm ngày/nộp sau .. được không/@how/ai
    """,
    QuestionTopic.SAVED: """
        hồi nãy/lúc nãy/nãy/vừa rồi/hồi sáng .. ghi/nhập/gõ/điền/trả lời .. @many/gì .. $
        câu/dòng/số/mục/phần/nhóm .. ghi/nhập/điền/gõ/trả lời .. chưa .. $
        lưu/ghi nhận/ghi lại/lưu lại .. chưa/không/hả/rồi à/hông .. $
        lưu/ghi nhận .. chưa/không/được chưa/được không .. $
        sao/tại sao/vì sao .. chưa ghi/chưa lưu/không ghi/không lưu
        ghi được chưa/ghi chưa/đã ghi chưa/ghi rồi chưa/ghi xong chưa/vào chưa/nhận chưa .. $
        đã ghi/ghi rồi/lưu rồi/ghi được/đã lưu .. chưa/hả .. $
        câu/dòng/số/ô/chỉ tiêu/mục .. đang ghi/đã ghi/đang để/đã để/đang nhập/đã nhập/đang là ..
            @many/gì .. $
        em/bot/máy/hệ thống .. nhận được/nhận/thấy/có nhận .. chưa/không .. $
        nhận được số/nhận số/nhận được tin/nhận được câu .. chưa/không .. $
        mất/có mất/bị mất/mất hết/mất dữ liệu/mất số .. @yes .. $
        mất .. không/hả
        số/câu/số liệu .. hồi sáng/hồi nãy/hôm qua/lúc nãy .. còn không .. $
        phải nhập lại/phải làm lại/nhập lại từ đầu/làm lại từ đầu .. không
        số/số liệu/dữ liệu .. có còn/còn không/còn nguyên/còn đó .. không .. $
        số/số liệu/dữ liệu .. còn không .. $
        em/bot/hệ thống/máy .. ghi/lưu/nhập .. chưa .. $
        số/số liệu .. nhập/ghi/gõ/làm .. còn không/có còn/còn đó không/còn lưu/còn nguyên không
        thoát/tắt/đóng/nghỉ/tắt máy/hết pin/mất mạng/rớt mạng/để đó/dừng .. có sao/thì sao/
            được không/mất/sao không/có được
        thoát/tắt máy/đóng .. thì .. @how
        thoát/tắt/đóng/nghỉ/mất mạng .. làm lại/nhập lại
        lưu .. @where/@how/@when/tự động
        mai/chiều/lát/tối/tuần sau/hôm sau/lúc khác/bữa sau/khi khác .. làm tiếp/làm ..
            được không/@yes
        nghỉ .. được không/@yes .. $
        làm tiếp sau/để mai làm/để sau làm/làm từ từ .. được không
        dừng ở đây/tạm dừng/nghỉ chút/nghỉ xíu .. được không/có được không/@how
    """,
    QuestionTopic.CHANGE: """
        sửa/đổi/thay đổi/chỉnh/cập nhật/sửa lại/đính chính/bổ sung .. được không/được hả/
            được chưa/được hông/không được à/được nữa không
        có .. sửa/đổi/chỉnh/thay đổi/bổ sung .. được không/không .. $
        sửa/sửa lại/đổi/chỉnh/đính chính/sửa số/sửa câu/xóa/bỏ/rút lại/thu hồi/lấy lại ..
            @how .. $
        sửa/chỉnh/đổi/xóa/rút .. ở đâu/chỗ nào/bằng cách nào/kiểu gì/như thế nào
        làm sao/làm thế nào/cách nào/muốn/làm cách nào .. sửa/đổi/chỉnh/xóa/rút lại/đính chính/
            thu hồi
        cách sửa/cách đổi/cách xóa/cách chỉnh/cách đính chính
        ghi/nhập/gõ/điền/bấm/nộp/gửi/báo/lỡ/số .. @wrong .. sao/làm sao/thế nào/gì/được không/sửa
        @wrong .. thì .. sao/làm sao/thế nào/làm gì
        lỡ .. nộp/gửi/ghi/bấm/xóa .. sao/thế nào/được không
        xóa/rút lại/thu hồi/hủy/lấy lại/hoàn tác/mở lại .. được không/được hả/@yes .. $
        nộp rồi/gửi rồi/duyệt rồi .. sửa/đổi/chỉnh/bổ sung .. @yes/sao
        thay .. số .. @how/được không
    """,
    QuestionTopic.LEFT: """
        còn/thiếu/còn lại/còn thiếu .. @many .. @rows
        còn .. @many .. nữa
        còn/thiếu/chưa làm/chưa điền/chưa ghi/còn trống/còn lại/chưa trả lời .. những gì/cái gì/
            gì/câu nào/dòng nào/cái nào/mục nào/phần nào/chỗ nào
        còn @many/còn lại @many/thiếu @many .. $
        xong chưa/gần xong chưa/sắp xong chưa/hết chưa/đủ chưa/xong hết chưa/đủ hết chưa
        xong .. chưa .. $
        câu cuối/phần cuối/cuối cùng/câu chót .. chưa .. $
        xong rồi/xong hết/đủ rồi/hết rồi .. hả/à/phải không .. $
        bao nhiêu câu/mấy câu/bao nhiêu dòng/mấy dòng/bao nhiêu chỉ tiêu/mấy chỉ tiêu
            .. chưa/còn trống/nữa
        bao nhiêu câu/mấy câu/bao nhiêu dòng/bao nhiêu chỉ tiêu/mấy chỉ tiêu .. $
        câu nào/dòng nào/mục nào/phần nào/cái nào .. chưa làm/chưa trả lời/
            còn trống/chưa điền/chưa ghi
        hết .. câu/dòng/câu hỏi .. chưa .. $
        còn .. nhiều/lâu/dài/nữa .. không/hả .. $
        còn .. gì nữa không/nữa không/câu nào nữa
        đang/làm/mình/chị/anh/em/bữa trước/hôm trước .. tới đâu/đến đâu/tới câu nào/
            tới dòng nào .. $
        làm được/đã làm/làm/điền/trả lời/xong/ghi .. bao nhiêu/mấy .. rồi/phần trăm/câu/dòng/%
        được .. @many .. phần trăm/%/câu rồi/dòng rồi/rồi
        @many .. phần trăm .. rồi .. $
        đang/đang ở/tới/đến .. câu nào/câu mấy/dòng nào/dòng mấy/phần nào/phần mấy/mục nào/
            đoạn nào/chỗ nào
        tất cả/tổng cộng/hết thảy/có .. @many .. câu/dòng/chỉ tiêu/câu hỏi
        mất bao lâu/bao lâu nữa/mấy phút nữa/bao nhiêu phút/mấy tiếng/bao lâu thì xong
    """,
    QuestionTopic.WORDS: """
        báo cáo lời/báo cáo bằng lời/phần lời/phần bằng lời/báo cáo chữ .. bắt buộc/@how/gì/
            ở đâu/chỗ nào/được không/có sao/thì sao/không vậy/để làm gì/có cần/phải viết
        báo cáo lời/báo cáo bằng lời/phần lời/phần bằng lời/báo cáo chữ .. @yes .. $
        có/có phải/có cần/phải/cần/bắt buộc/không .. viết/làm/gửi .. báo cáo lời/
            báo cáo bằng lời/phần lời/phần bằng lời .. @yes/được không/có sao/thì sao
        viết/làm/xem .. báo cáo lời/báo cáo bằng lời/phần lời .. @how/ở đâu/chỗ nào
    """,
    QuestionTopic.FILL_ALL: """
        phải/cần/bắt buộc .. @fill .. hết/tất cả/toàn bộ/đủ/cả/hết tất cả .. @yes/sao .. $
        phải/cần/bắt buộc .. @fill .. hết/tất cả/toàn bộ/đủ .. không em/không ạ/hả em
        có phải/có cần/có bắt buộc .. @fill .. hết/tất cả/toàn bộ/đủ/cả
        @fill hết/@fill tất cả/@fill đủ .. @yes .. $
        bỏ trống/để trống/bỏ qua/không điền/không ghi/không trả lời/chừa trống .. được không/
            có sao không/được chưa
        bỏ trống/để trống/không điền/không ghi/thiếu/bỏ qua .. thì sao/có sao/có được/có bị/
            được hả
        thiếu/còn trống .. nộp .. được không/được hả
        nhiều quá/dài quá/nhiều thế/sao nhiều .. @yes/sao .. $
        sao .. nhiều .. quá/vậy/thế/câu/dòng
        bắt buộc .. không .. $
        câu nào/dòng nào/mục nào/cái nào .. bắt buộc
        câu nào/dòng nào/mục nào/cái nào .. phải/cần .. @fill
        câu nào cũng/dòng nào cũng/mục nào cũng .. hả/à/phải không/sao .. $
        không liên quan/không phải việc/không thuộc .. làm sao/thì sao/bỏ qua được không/thì bỏ
    """,
}
