CREATE TABLE attempt (
    id SERIAL NOT NULL,
    channel VARCHAR(32) NOT NULL,
    sender VARCHAR(128) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_attempt PRIMARY KEY (id)
);
CREATE INDEX ix_attempt_sender ON attempt (channel, sender, at);
CREATE TABLE channel_token (
    name VARCHAR(64) NOT NULL,
    access TEXT NOT NULL,
    refresh TEXT NOT NULL,
    access_until TIMESTAMP WITH TIME ZONE NOT NULL,
    generation INTEGER NOT NULL,
    leased_until TIMESTAMP WITH TIME ZONE,
    leased_by VARCHAR(64),
    lost TEXT,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_channel_token PRIMARY KEY (name)
);
CREATE TABLE event (
    id SERIAL NOT NULL,
    channel VARCHAR(32) NOT NULL,
    event_id VARCHAR(128) NOT NULL,
    conversation VARCHAR(128) NOT NULL,
    message_ref VARCHAR(128) NOT NULL,
    body JSONB NOT NULL,
    row_key VARCHAR(64),
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    handled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_event PRIMARY KEY (id),
    CONSTRAINT uq_event_channel_event_id UNIQUE (channel, event_id)
);
CREATE INDEX ix_event_conversation ON event (channel, conversation, id);
CREATE INDEX ix_event_message_ref ON event (channel, conversation, message_ref);
CREATE INDEX ix_event_waiting ON event (channel, conversation, id) WHERE handled_at IS NULL;
CREATE TABLE office (
    name VARCHAR(32) NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_office PRIMARY KEY (name)
);
CREATE TABLE org_unit (
    id SERIAL NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    abbreviation TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    code VARCHAR(64),
    kind VARCHAR(32),
    parent INTEGER,
    trial BOOLEAN DEFAULT false NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    successor INTEGER,
    phone TEXT,
    CONSTRAINT pk_org_unit PRIMARY KEY (id),
    CONSTRAINT fk_org_unit_parent FOREIGN KEY(parent) REFERENCES org_unit (id),
    CONSTRAINT fk_org_unit_successor FOREIGN KEY(successor) REFERENCES org_unit (id)
);
CREATE UNIQUE INDEX ix_org_unit_code ON org_unit (code);
CREATE INDEX ix_org_unit_parent ON org_unit (parent);
CREATE INDEX ix_org_unit_successor ON org_unit (successor);
CREATE TABLE pause (
    channel VARCHAR(32) NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_pause PRIMARY KEY (channel)
);
CREATE TABLE process (
    id VARCHAR(32) NOT NULL,
    host VARCHAR(128) NOT NULL,
    pid INTEGER NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_process PRIMARY KEY (id)
);
CREATE TABLE salt (
    owner VARCHAR(32) NOT NULL,
    salt VARCHAR(32) NOT NULL,
    CONSTRAINT pk_salt PRIMARY KEY (owner)
);
CREATE TABLE spending (
    channel VARCHAR(32) NOT NULL,
    month VARCHAR(7) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    count INTEGER NOT NULL,
    CONSTRAINT pk_spending PRIMARY KEY (channel, month, kind)
);
CREATE TABLE upload (
    id SERIAL NOT NULL,
    channel VARCHAR(32) NOT NULL,
    conversation VARCHAR(128) NOT NULL,
    content BYTEA NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_upload PRIMARY KEY (id)
);
CREATE TABLE event_attempt (
    channel VARCHAR(32) NOT NULL,
    event_id VARCHAR(128) NOT NULL,
    points INTEGER NOT NULL,
    process VARCHAR(32),
    begun_at TIMESTAMP WITH TIME ZONE NOT NULL,
    error TEXT,
    set_aside_at TIMESTAMP WITH TIME ZONE,
    settled_at TIMESTAMP WITH TIME ZONE,
    org_unit INTEGER,
    CONSTRAINT pk_event_attempt PRIMARY KEY (channel, event_id),
    CONSTRAINT fk_event_attempt_org_unit FOREIGN KEY(org_unit) REFERENCES org_unit (id)
);
CREATE INDEX ix_event_attempt_process ON event_attempt (process) WHERE process IS NOT NULL;
CREATE INDEX ix_event_attempt_set_aside ON event_attempt (set_aside_at) WHERE set_aside_at IS NOT NULL AND settled_at IS NULL;
CREATE TABLE round (
    id SERIAL NOT NULL,
    form_key VARCHAR(64) NOT NULL,
    form_version VARCHAR(32) NOT NULL,
    period JSONB NOT NULL,
    issue JSONB NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    org_unit INTEGER,
    due JSONB,
    locked_at TIMESTAMP WITH TIME ZONE,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_round PRIMARY KEY (id),
    CONSTRAINT fk_round_org_unit FOREIGN KEY(org_unit) REFERENCES org_unit (id)
);
CREATE INDEX ix_round_org_unit ON round (org_unit);
CREATE TABLE unit_name (
    org_unit INTEGER NOT NULL,
    since VARCHAR(10) NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    abbreviation TEXT NOT NULL,
    CONSTRAINT pk_unit_name PRIMARY KEY (org_unit, since),
    CONSTRAINT fk_unit_name_org_unit FOREIGN KEY(org_unit) REFERENCES org_unit (id)
);
CREATE TABLE report (
    id SERIAL NOT NULL,
    round INTEGER NOT NULL,
    org_unit INTEGER NOT NULL,
    state VARCHAR(16) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    locked_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT '0' NOT NULL,
    approved INTEGER DEFAULT '0' NOT NULL,
    late BOOLEAN DEFAULT false NOT NULL,
    correction TEXT,
    unit JSONB,
    issue JSONB,
    filled JSONB,
    head VARCHAR(64),
    CONSTRAINT pk_report PRIMARY KEY (id),
    CONSTRAINT uq_report_round_org_unit UNIQUE (round, org_unit),
    CONSTRAINT fk_report_round FOREIGN KEY(round) REFERENCES round (id),
    CONSTRAINT fk_report_org_unit FOREIGN KEY(org_unit) REFERENCES org_unit (id)
);
CREATE INDEX ix_report_org_unit ON report (org_unit);
CREATE INDEX ix_report_round ON report (round);
CREATE TABLE document (
    id SERIAL NOT NULL,
    report INTEGER NOT NULL,
    kind VARCHAR(16) NOT NULL,
    file_name TEXT NOT NULL,
    content BYTEA NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_document PRIMARY KEY (id),
    CONSTRAINT fk_document_report FOREIGN KEY(report) REFERENCES report (id)
);
CREATE INDEX ix_document_report ON document (report);
CREATE TABLE figure (
    report INTEGER NOT NULL,
    key VARCHAR(64) NOT NULL,
    state VARCHAR(16) NOT NULL,
    amount BIGINT,
    base BIGINT,
    code VARCHAR(16),
    text TEXT,
    CONSTRAINT pk_figure PRIMARY KEY (report, key),
    CONSTRAINT fk_figure_report FOREIGN KEY(report) REFERENCES report (id)
);
CREATE TABLE issued (
    digest VARCHAR(64) NOT NULL,
    report INTEGER NOT NULL,
    code VARCHAR(24) NOT NULL,
    version INTEGER NOT NULL,
    what VARCHAR(16) NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_issued PRIMARY KEY (digest, report),
    CONSTRAINT fk_issued_report FOREIGN KEY(report) REFERENCES report (id)
);
CREATE INDEX ix_issued_code ON issued (code);
CREATE INDEX ix_issued_report ON issued (report);
CREATE TABLE member (
    id SERIAL NOT NULL,
    name TEXT NOT NULL,
    report INTEGER,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    asking VARCHAR(16),
    heard_channel VARCHAR(32),
    heard_conversation VARCHAR(128),
    unreachable_since TIMESTAMP WITH TIME ZONE,
    erased_at TIMESTAMP WITH TIME ZONE,
    phone TEXT,
    CONSTRAINT pk_member PRIMARY KEY (id),
    CONSTRAINT fk_member_report FOREIGN KEY(report) REFERENCES report (id)
);
CREATE INDEX ix_member_report ON member (report);
CREATE TABLE announcement (
    id SERIAL NOT NULL,
    code VARCHAR(32) NOT NULL,
    member INTEGER NOT NULL,
    report INTEGER,
    text TEXT,
    writer INTEGER,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_announcement PRIMARY KEY (id),
    CONSTRAINT fk_announcement_member FOREIGN KEY(member) REFERENCES member (id),
    CONSTRAINT fk_announcement_report FOREIGN KEY(report) REFERENCES report (id),
    CONSTRAINT fk_announcement_writer FOREIGN KEY(writer) REFERENCES member (id)
);
CREATE TABLE answer (
    report INTEGER NOT NULL,
    key VARCHAR(64) NOT NULL,
    revision INTEGER NOT NULL,
    state VARCHAR(16) NOT NULL,
    value JSONB,
    remark TEXT,
    note TEXT,
    member INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (report, key),
    CONSTRAINT fk_answer_report FOREIGN KEY(report) REFERENCES report (id),
    CONSTRAINT fk_answer_member FOREIGN KEY(member) REFERENCES member (id)
);
CREATE TABLE binding (
    channel VARCHAR(32) NOT NULL,
    sender VARCHAR(128) NOT NULL,
    member INTEGER NOT NULL,
    conversation VARCHAR(128) NOT NULL,
    bound_at TIMESTAMP WITH TIME ZONE NOT NULL,
    lost_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_binding PRIMARY KEY (channel, sender),
    CONSTRAINT fk_binding_member FOREIGN KEY(member) REFERENCES member (id)
);
CREATE INDEX ix_binding_member ON binding (member);
CREATE TABLE contact (
    id SERIAL NOT NULL,
    member INTEGER NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_contact PRIMARY KEY (id),
    CONSTRAINT fk_contact_member FOREIGN KEY(member) REFERENCES member (id)
);
CREATE INDEX ix_contact_member ON contact (member);
CREATE TABLE digest (
    member INTEGER NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE,
    told_on VARCHAR(10),
    snoozed_until TIMESTAMP WITH TIME ZONE,
    reckoned_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_digest PRIMARY KEY (member),
    CONSTRAINT fk_digest_member FOREIGN KEY(member) REFERENCES member (id)
);
CREATE INDEX ix_digest_next_at ON digest (next_at);
CREATE INDEX ix_digest_reckoned_at ON digest (reckoned_at);
CREATE TABLE errand (
    member INTEGER NOT NULL,
    body JSONB NOT NULL,
    CONSTRAINT pk_errand PRIMARY KEY (member),
    CONSTRAINT fk_errand_member FOREIGN KEY(member) REFERENCES member (id)
);
CREATE TABLE history (
    id SERIAL NOT NULL,
    report INTEGER,
    subject VARCHAR(80) NOT NULL,
    revision INTEGER NOT NULL,
    "old" JSONB,
    "new" JSONB NOT NULL,
    member INTEGER,
    channel VARCHAR(32) NOT NULL,
    event INTEGER,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    hash VARCHAR(64) NOT NULL,
    chain VARCHAR(16),
    CONSTRAINT pk_history PRIMARY KEY (id),
    CONSTRAINT fk_history_report FOREIGN KEY(report) REFERENCES report (id),
    CONSTRAINT fk_history_member FOREIGN KEY(member) REFERENCES member (id),
    CONSTRAINT fk_history_event FOREIGN KEY(event) REFERENCES event (id)
);
CREATE INDEX ix_history_chain_subject ON history (chain, subject, id) WHERE chain IS NOT NULL;
CREATE INDEX ix_history_event ON history (event);
CREATE INDEX ix_history_report ON history (report);
CREATE TABLE invitation (
    id SERIAL NOT NULL,
    hash VARCHAR(64) NOT NULL,
    org_unit INTEGER NOT NULL,
    role VARCHAR(16) NOT NULL,
    person TEXT,
    phone TEXT,
    report INTEGER,
    made_by INTEGER,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    taken_at TIMESTAMP WITH TIME ZONE,
    taken_by INTEGER,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_invitation PRIMARY KEY (id),
    CONSTRAINT uq_invitation_hash UNIQUE (hash),
    CONSTRAINT fk_invitation_org_unit FOREIGN KEY(org_unit) REFERENCES org_unit (id),
    CONSTRAINT fk_invitation_report FOREIGN KEY(report) REFERENCES report (id),
    CONSTRAINT fk_invitation_made_by FOREIGN KEY(made_by) REFERENCES member (id),
    CONSTRAINT fk_invitation_taken_by FOREIGN KEY(taken_by) REFERENCES member (id)
);
CREATE INDEX ix_invitation_org_unit ON invitation (org_unit);
CREATE INDEX ix_invitation_report ON invitation (report);
CREATE TABLE link (
    hash VARCHAR(64) NOT NULL,
    member INTEGER NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    taken_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_link PRIMARY KEY (hash),
    CONSTRAINT fk_link_member FOREIGN KEY(member) REFERENCES member (id)
);
CREATE INDEX ix_link_member ON link (member);
CREATE TABLE paper (
    id SERIAL NOT NULL,
    member INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    content BYTEA NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_paper PRIMARY KEY (id),
    CONSTRAINT fk_paper_member FOREIGN KEY(member) REFERENCES member (id)
);
CREATE INDEX ix_paper_member ON paper (member);
CREATE TABLE past (
    org_unit INTEGER NOT NULL,
    form_key VARCHAR(64) NOT NULL,
    period_end VARCHAR(10) NOT NULL,
    period JSONB NOT NULL,
    answers JSONB NOT NULL,
    file_name TEXT NOT NULL,
    member INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_past PRIMARY KEY (org_unit, form_key, period_end),
    CONSTRAINT fk_past_org_unit FOREIGN KEY(org_unit) REFERENCES org_unit (id),
    CONSTRAINT fk_past_member FOREIGN KEY(member) REFERENCES member (id)
);
CREATE INDEX ix_past_member ON past (member);
CREATE TABLE reason (
    report INTEGER NOT NULL,
    check_id VARCHAR(64) NOT NULL,
    text TEXT NOT NULL,
    operands VARCHAR(128) NOT NULL,
    member INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_reason PRIMARY KEY (report, check_id),
    CONSTRAINT fk_reason_report FOREIGN KEY(report) REFERENCES report (id),
    CONSTRAINT fk_reason_member FOREIGN KEY(member) REFERENCES member (id)
);
CREATE INDEX ix_reason_member ON reason (member);
CREATE TABLE rebinding (
    id SERIAL NOT NULL,
    channel VARCHAR(32) NOT NULL,
    sender VARCHAR(128) NOT NULL,
    conversation VARCHAR(128) NOT NULL,
    via VARCHAR(32) NOT NULL,
    old_member INTEGER NOT NULL,
    new_member INTEGER NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    done_at TIMESTAMP WITH TIME ZONE,
    undo_until TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_rebinding PRIMARY KEY (id),
    CONSTRAINT fk_rebinding_old_member FOREIGN KEY(old_member) REFERENCES member (id),
    CONSTRAINT fk_rebinding_new_member FOREIGN KEY(new_member) REFERENCES member (id)
);
CREATE INDEX ix_rebinding_new_member ON rebinding (new_member);
CREATE INDEX ix_rebinding_old_member ON rebinding (old_member);
CREATE TABLE reminder (
    id SERIAL NOT NULL,
    report INTEGER NOT NULL,
    member INTEGER NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    rows JSONB NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_reminder PRIMARY KEY (id),
    CONSTRAINT fk_reminder_report FOREIGN KEY(report) REFERENCES report (id),
    CONSTRAINT fk_reminder_member FOREIGN KEY(member) REFERENCES member (id)
);
CREATE INDEX ix_reminder_member ON reminder (member);
CREATE INDEX ix_reminder_report ON reminder (report);
CREATE INDEX ix_reminder_told_at_due_at ON reminder (told_at, due_at);
CREATE TABLE returned (
    report INTEGER NOT NULL,
    key VARCHAR(64) NOT NULL,
    reason TEXT NOT NULL,
    revision INTEGER NOT NULL,
    member INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_returned PRIMARY KEY (report, key),
    CONSTRAINT fk_returned_report FOREIGN KEY(report) REFERENCES report (id),
    CONSTRAINT fk_returned_member FOREIGN KEY(member) REFERENCES member (id)
);
CREATE INDEX ix_returned_member ON returned (member);
CREATE TABLE role (
    id SERIAL NOT NULL,
    member INTEGER NOT NULL,
    org_unit INTEGER NOT NULL,
    role VARCHAR(16) NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_role PRIMARY KEY (id),
    CONSTRAINT fk_role_member FOREIGN KEY(member) REFERENCES member (id),
    CONSTRAINT fk_role_org_unit FOREIGN KEY(org_unit) REFERENCES org_unit (id)
);
CREATE INDEX ix_role_member ON role (member);
CREATE INDEX ix_role_org_unit ON role (org_unit);
CREATE TABLE session (
    member INTEGER NOT NULL,
    report INTEGER NOT NULL,
    body TEXT NOT NULL,
    saved_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_session PRIMARY KEY (member, report),
    CONSTRAINT fk_session_member FOREIGN KEY(member) REFERENCES member (id),
    CONSTRAINT fk_session_report FOREIGN KEY(report) REFERENCES report (id)
);
CREATE TABLE submission (
    report INTEGER NOT NULL,
    version INTEGER NOT NULL,
    answers JSONB NOT NULL,
    late BOOLEAN NOT NULL,
    reason TEXT,
    member INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    decision VARCHAR(16),
    decided_by INTEGER,
    decided_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_submission PRIMARY KEY (report, version),
    CONSTRAINT fk_submission_report FOREIGN KEY(report) REFERENCES report (id),
    CONSTRAINT fk_submission_member FOREIGN KEY(member) REFERENCES member (id),
    CONSTRAINT fk_submission_decided_by FOREIGN KEY(decided_by) REFERENCES member (id)
);
CREATE INDEX ix_submission_member ON submission (member);
CREATE TABLE usage (
    report INTEGER NOT NULL,
    version INTEGER NOT NULL,
    member INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_usage PRIMARY KEY (report, version, member),
    CONSTRAINT fk_usage_report FOREIGN KEY(report) REFERENCES report (id),
    CONSTRAINT fk_usage_member FOREIGN KEY(member) REFERENCES member (id)
);
CREATE TABLE web_session (
    id SERIAL NOT NULL,
    member INTEGER,
    mark VARCHAR(64) NOT NULL,
    key VARCHAR(64) NOT NULL,
    signed_link INTEGER,
    agent VARCHAR(64) NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_web_session PRIMARY KEY (id),
    CONSTRAINT fk_web_session_member FOREIGN KEY(member) REFERENCES member (id)
);
CREATE INDEX ix_web_session_member ON web_session (member);
CREATE TABLE assignment (
    id SERIAL NOT NULL,
    report INTEGER NOT NULL,
    key VARCHAR(64) NOT NULL,
    member INTEGER,
    invitation INTEGER,
    made_by INTEGER NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_assignment PRIMARY KEY (id),
    CONSTRAINT fk_assignment_report FOREIGN KEY(report) REFERENCES report (id),
    CONSTRAINT fk_assignment_member FOREIGN KEY(member) REFERENCES member (id),
    CONSTRAINT fk_assignment_invitation FOREIGN KEY(invitation) REFERENCES invitation (id),
    CONSTRAINT fk_assignment_made_by FOREIGN KEY(made_by) REFERENCES member (id)
);
CREATE INDEX ix_assignment_invitation ON assignment (invitation);
CREATE INDEX ix_assignment_member ON assignment (member);
CREATE INDEX ix_assignment_report ON assignment (report);
CREATE TABLE message (
    id SERIAL NOT NULL,
    channel VARCHAR(32) NOT NULL,
    conversation VARCHAR(128) NOT NULL,
    body JSONB NOT NULL,
    document INTEGER,
    paper INTEGER,
    state VARCHAR(16) NOT NULL,
    attempts INTEGER NOT NULL,
    not_before TIMESTAMP WITH TIME ZONE,
    leased_until TIMESTAMP WITH TIME ZONE,
    leased_by VARCHAR(32),
    once BOOLEAN DEFAULT false NOT NULL,
    begun_at TIMESTAMP WITH TIME ZONE,
    reference VARCHAR(128),
    error TEXT,
    queued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    settled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_message PRIMARY KEY (id),
    CONSTRAINT fk_message_document FOREIGN KEY(document) REFERENCES document (id),
    CONSTRAINT fk_message_paper FOREIGN KEY(paper) REFERENCES paper (id)
);
CREATE INDEX ix_message_conversation ON message (channel, conversation, id);
CREATE INDEX ix_message_document ON message (document) WHERE document IS NOT NULL;
CREATE INDEX ix_message_open ON message (channel, conversation, id) WHERE settled_at IS NULL;
CREATE INDEX ix_message_paper ON message (paper) WHERE paper IS NOT NULL;
CREATE TABLE signed_link (
    id SERIAL NOT NULL,
    kind VARCHAR(16) NOT NULL,
    member INTEGER NOT NULL,
    document INTEGER,
    paper INTEGER,
    channel VARCHAR(32) NOT NULL,
    conversation VARCHAR(128) NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    browser VARCHAR(64),
    opened_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_signed_link PRIMARY KEY (id),
    CONSTRAINT fk_signed_link_member FOREIGN KEY(member) REFERENCES member (id),
    CONSTRAINT fk_signed_link_document FOREIGN KEY(document) REFERENCES document (id),
    CONSTRAINT fk_signed_link_paper FOREIGN KEY(paper) REFERENCES paper (id)
);
CREATE INDEX ix_signed_link_document ON signed_link (document);
CREATE INDEX ix_signed_link_member ON signed_link (member);
CREATE INDEX ix_signed_link_paper ON signed_link (paper);
CREATE TABLE fleeting (
    message INTEGER NOT NULL,
    CONSTRAINT pk_fleeting PRIMARY KEY (message),
    CONSTRAINT fk_fleeting_message FOREIGN KEY(message) REFERENCES message (id)
);
