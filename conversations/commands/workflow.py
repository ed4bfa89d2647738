"""The commands of the workflow, and how they are typed."""

from __future__ import annotations

from conversations.commands.spec import CommandSpec, CommandTable, Mark
from conversations.workflow.permissions import Permission

NAME, REASON, ROWS = Mark.NAME, Mark.REASON, Mark.ROWS
HARMLESS, FOR_ALL = Mark.HARMLESS, Mark.FOR_ALL
NUMBER_ANSWERS, REFUSES_ITSELF = Mark.NUMBER_ANSWERS, Mark.REFUSES_ITSELF


class WorkflowCommand(CommandTable):
    """What a member may ask of the office by typing."""

    HOME = CommandSpec("home", "việc của tôi, việc, trang chủ, báo cáo của tôi, chọn báo cáo")
    TAKE_UP = CommandSpec(
        "take_up",
        "làm báo cáo, làm tiếp báo cáo, sang báo cáo, chuyển sang báo cáo, đổi báo cáo",
        NAME | HARMLESS,
    )
    CHANGE_FORM = CommandSpec(
        "change_form",
        "đổi biểu, đổi biểu mẫu, đổi mẫu, chọn biểu, chọn biểu mẫu, thử biểu, thử biểu mẫu",
        NAME | HARMLESS | FOR_ALL,
    )
    GUIDE = CommandSpec(
        "guide", "trợ giúp vai trò, trợ giúp công việc, làm được gì, tôi làm được gì", HARMLESS
    )
    BOARD = CommandSpec(
        "board", "bảng, bảng theo dõi, theo dõi", NAME | HARMLESS | NUMBER_ANSWERS, Permission.BOARD
    )
    ROUNDS = CommandSpec(
        "rounds",
        "các đợt, danh sách đợt, đợt báo cáo, các đợt báo cáo, các kỳ",
        HARMLESS,
        Permission.BOARD,
    )
    FORMS = CommandSpec(
        "forms",
        "các biểu mẫu, danh sách biểu mẫu, các biểu, danh sách biểu, có những biểu mẫu nào",
        HARMLESS,
        Permission.BOARD,
    )
    MAKE_FORM = CommandSpec(
        "make_form",
        "tạo biểu, tạo biểu mẫu, tạo mẫu biểu, làm biểu từ tệp",
        NAME | HARMLESS,
        Permission.FORMS,
    )
    DRAFTED_FORMS = CommandSpec(
        "drafted_forms",
        "biểu nháp, các biểu nháp, xem biểu nháp",
        NAME | HARMLESS,
        Permission.FORMS,
    )
    TRY_FORM = CommandSpec(
        "try_form",
        "thử biểu nháp, thử trả lời biểu, thử trả lời",
        NAME | HARMLESS,
        Permission.FORMS,
    )
    PUBLISH_FORM = CommandSpec(
        "publish_form", "công bố, công bố biểu, công bố biểu mẫu", NAME, Permission.FORMS
    )
    CORRECT = CommandSpec("correct", "đính chính", REASON, Permission.CORRECT)
    PICTURE = CommandSpec(
        "picture", "ảnh bảng, hình bảng, bản đồ nhiệt, bức tranh", NAME | HARMLESS, Permission.BOARD
    )
    WAITING = CommandSpec("waiting", "chờ duyệt, cần duyệt", NAME | HARMLESS)
    LOOK = CommandSpec("look", "xem báo cáo, mở báo cáo", NAME | HARMLESS, Permission.READ)
    CHANGES = CommandSpec(
        "changes", "khác biệt", NAME | HARMLESS, Permission.READ, alone="thay đổi"
    )
    APPROVE = CommandSpec("approve", "duyệt", NAME, Permission.APPROVE)
    RETURN = CommandSpec("return", "trả lại", ROWS, Permission.RETURN)
    MORE_TIME = CommandSpec(
        "more_time",
        "xin gia hạn, xin lùi hạn, xin thêm ngày, xin thêm thời gian",
        REASON | REFUSES_ITSELF,
        Permission.MORE_TIME,
    )
    EXTEND = CommandSpec("extend", "gia hạn, lùi hạn, đổi hạn, nới hạn", REASON, Permission.EXTEND)
    LOCK = CommandSpec("lock", "khóa sổ, chốt sổ", NAME, Permission.LOCK)
    UNLOCK = CommandSpec("unlock", "mở khóa", NAME, Permission.LOCK)
    NUDGE = CommandSpec(
        "nudge", "đôn đốc, nhắc đơn vị, nhắc nộp", NAME | NUMBER_ANSWERS, Permission.REMIND
    )
    CALL = CommandSpec("call", "gọi ai trước, gọi ai, gọi trước", NAME | HARMLESS, Permission.BOARD)
    OPEN_ROUND = CommandSpec("open_round", "mở đợt, mở kỳ", NAME, Permission.OPEN_ROUND)
    ADD_TO_ROUND = CommandSpec(
        "add_to_round",
        "thêm vào đợt, bổ sung vào đợt, đưa vào đợt, cho vào đợt",
        NAME,
        Permission.OPEN_ROUND,
    )
    WITHDRAW = CommandSpec(
        "withdraw", "rút đợt, hủy đợt, xóa đợt, thu hồi đợt, bỏ đợt", NAME, Permission.OPEN_ROUND
    )
    LETTER = CommandSpec(
        "letter",
        "nhắn, nhắn tin, gửi thông báo, gửi tin nhắn, gửi tin, gửi cho, thông báo cho, báo cho",
        ROWS,
        Permission.REMIND,
    )
    TOTAL = CommandSpec(
        "total", "hợp nhất, cộng số liệu, số liệu hợp nhất", NAME | HARMLESS, Permission.ROLL_UP
    )
    OPEN_DATA = CommandSpec(
        "open_data",
        "tải dữ liệu mở, dữ liệu mở, xuất dữ liệu mở, lấy dữ liệu mở",
        NAME | HARMLESS,
        Permission.ROLL_UP,
    )
    COMPARE = CommandSpec("compare", "so sánh, so sánh đơn vị", NAME | HARMLESS, Permission.ROLL_UP)
    OFFICE_TRAIL = CommandSpec(
        "office_trail",
        "nhật ký phân công, nhật ký vai trò, nhật ký chung",
        HARMLESS,
        Permission.HISTORY,
    )
    TRAIL = CommandSpec("trail", "nhật ký, lịch sử", NAME | HARMLESS, Permission.HISTORY)
    INVITE = CommandSpec("invite", "mời", NAME, Permission.PEOPLE)
    PEOPLE = CommandSpec(
        "people", "thành viên, danh sách cán bộ", NAME | HARMLESS, Permission.PEOPLE
    )
    DISMISS = CommandSpec("dismiss", "thôi vai trò, thôi nhiệm vụ", NAME, Permission.PEOPLE)
    MOVE = CommandSpec("move", "chuyển cán bộ, điều chuyển", NAME, Permission.PEOPLE)
    ADD_UNIT = CommandSpec("add_unit", "thêm đơn vị", NAME, Permission.UNITS)
    RENAME_UNIT = CommandSpec("rename_unit", "đổi tên đơn vị, đổi tên", NAME, Permission.UNITS)
    UNIT_KIND = CommandSpec("unit_kind", "đổi loại đơn vị, đổi loại", NAME, Permission.UNITS)
    IDENTIFICATION = CommandSpec(
        "identification",
        "mã định danh, đổi mã định danh, ghi mã định danh, sửa mã định danh",
        NAME,
        Permission.UNITS,
    )
    MOVE_UNIT = CommandSpec(
        "move_unit", "chuyển đơn vị, đổi cấp trên, đổi trực thuộc", NAME, Permission.UNITS
    )
    PHONE = CommandSpec(
        "phone",
        "đổi số điện thoại, đổi điện thoại, ghi điện thoại, sửa điện thoại, điện thoại",
        NAME,
        Permission.PEOPLE,
    )
    FIND_PERSON = CommandSpec(
        "find_person",
        "tìm cán bộ, tìm người, tìm thành viên, tìm số điện thoại",
        NAME | HARMLESS,
        Permission.PEOPLE,
    )
    RENAME_PERSON = CommandSpec(
        "rename_person", "đổi tên cán bộ, đổi tên người, sửa tên cán bộ", NAME, Permission.PEOPLE
    )
    MY_PHONE = CommandSpec("my_phone", "số điện thoại của tôi, điện thoại của tôi", NAME)
    MY_EMAIL = CommandSpec(
        "my_email",
        "email của tôi, thư điện tử của tôi, địa chỉ email của tôi, hộp thư của tôi",
        NAME,
    )
    END_UNIT = CommandSpec("end_unit", "giải thể, kết thúc đơn vị", NAME, Permission.UNITS)
    MERGE_UNIT = CommandSpec("merge_unit", "sáp nhập", NAME, Permission.UNITS)
    HAND_OVER = CommandSpec("hand_over", "giao", NAME | REFUSES_ITSELF, Permission.HAND_OVER)
    ASK_COLLEAGUE = CommandSpec(
        "ask_colleague",
        "hỏi đồng nghiệp, nhờ đồng nghiệp",
        NAME | REFUSES_ITSELF,
        Permission.HAND_OVER,
    )
    TAKE_BACK = CommandSpec(
        "take_back", "thôi giao, lấy lại", NAME | REFUSES_ITSELF, Permission.HAND_OVER
    )
    OWES = CommandSpec("owes", "ai đang làm", NAME | HARMLESS, Permission.READ, alone="đã giao")
    ISSUE = CommandSpec(
        "issue", "ban hành số, số ban hành", NAME | REFUSES_ITSELF, Permission.ISSUE
    )
    DROP_DAYS = CommandSpec(
        "drop_days",
        "bỏ ngày làm bù, hủy ngày làm bù, rút ngày làm bù, xóa ngày làm bù, bỏ nghỉ bù, "
        "hủy nghỉ bù, bỏ hoán đổi, hủy hoán đổi, rút hoán đổi",
        NAME,
        Permission.CALENDAR,
    )
    NO_SWAPS = CommandSpec(
        "no_swaps",
        "không có ngày làm bù, không có hoán đổi, không hoán đổi ngày nghỉ, không hoán đổi",
        NAME,
        Permission.CALENDAR,
    )
    WORKED_DAYS = CommandSpec(
        "worked_days",
        "ngày làm bù, các ngày làm bù, lịch làm bù, đi làm bù, làm bù",
        NAME,
        Permission.CALENDAR,
    )
    SWAPPED_DAYS = CommandSpec(
        "swapped_days",
        "nghỉ bù, ngày nghỉ bù, hoán đổi ngày nghỉ, hoán đổi ngày làm việc, hoán đổi, "
        "đổi ngày nghỉ, đổi ngày làm việc",
        NAME,
        Permission.CALENDAR,
    )
    MY_CALENDAR = CommandSpec(
        "my_calendar",
        "lịch của tôi, địa chỉ lịch, lịch hạn nộp, lịch điện thoại, đưa hạn vào lịch",
        NAME | HARMLESS,
    )
    END_CALENDAR = CommandSpec(
        "end_calendar",
        "bỏ lịch của tôi, bỏ địa chỉ lịch, hủy địa chỉ lịch, ngừng lịch của tôi, thôi lịch của tôi",
    )
    SNOOZE = CommandSpec("snooze", "hoãn nhắc, dừng nhắc", NAME | HARMLESS)
    MY_DATA = CommandSpec("my_data", "dữ liệu của tôi", HARMLESS)
    BUDGET = CommandSpec("budget", "tin nhắn, ngân sách tin, số tin còn lại")
    WEB_SESSIONS = CommandSpec(
        "web_sessions",
        "phiên web, các phiên web, web đang mở, trang web đang mở",
        HARMLESS | FOR_ALL,
    )
    LEAVE_WEB = CommandSpec(
        "leave_web",
        "thoát web, thoát trang, thoát trang web, đóng web, đăng xuất, đăng xuất web",
        HARMLESS | FOR_ALL,
    )
