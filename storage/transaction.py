"""One open transaction: the queries of every noun over one connection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.core.queries import Queries
from storage.core.work import OpenWork
from storage.exchange.api_tokens import ApiTokenQueries
from storage.exchange.exchanged_rounds import ExchangedRoundQueries
from storage.exchange.hook_deliveries import HookDeliveryQueries
from storage.exchange.hook_targets import HookTargetQueries
from storage.exchange.served_reports import ServedReportQueries
from storage.fast_path.session_guard import SessionVersionQueries
from storage.history.audit_log import AuditLogQueries
from storage.history.register import RegisterQueries
from storage.messaging.attempts import AttemptQueries
from storage.messaging.bot_names import BotNameQueries
from storage.messaging.broadcasts import BroadcastQueries
from storage.messaging.calendar_feeds import CalendarFeedQueries
from storage.messaging.documents import DocumentQueries
from storage.messaging.failover import FailoverQueries
from storage.messaging.inbox import InboxQueries
from storage.messaging.issue_counts import IssueCountQueries
from storage.messaging.issued_files import IssuedFileQueries
from storage.messaging.mentions import MentionQueries
from storage.messaging.messages import MessageQueries
from storage.messaging.oauth_tokens import OauthTokenQueries
from storage.messaging.outbox import OutboxQueries
from storage.messaging.quota import QuotaQueries
from storage.messaging.signed_links import SignedLinkQueries
from storage.messaging.substitutes import SubstituteQueries
from storage.messaging.transcript import TranscriptQueries
from storage.messaging.uploads import UploadQueries
from storage.messaging.web_sessions import WebSessionQueries
from storage.operations.channel_states import ChannelStateQueries
from storage.operations.free_space import DiskQueries
from storage.operations.processes import ProcessQueries
from storage.operations.queue_stats import QueueStatsQueries
from storage.operations.schema_version import SchemaQueries
from storage.personal_data.erasure import ErasureQueries
from storage.personal_data.export import PersonalDataQueries
from storage.personal_data.retention import RetentionQueries
from storage.reports.answers import AnswerQueries
from storage.reports.appointments import ReminderQueries
from storage.reports.audit_check import AuditCheckQueries
from storage.reports.decisions import DecisionQueries
from storage.reports.previous import PreviousReportQueries
from storage.reports.reports import ReportQueries
from storage.reports.submissions import SubmissionQueries
from storage.workflow.assignments import AssignmentQueries
from storage.workflow.boards import BoardQueries
from storage.workflow.branch_rollups import BranchRollupQueries
from storage.workflow.challenges import ChallengeQueries
from storage.workflow.contacts import ContactQueries
from storage.workflow.day_swaps import DaySwapQueries
from storage.workflow.digests import DigestQueries
from storage.workflow.due_days import DueDayQueries
from storage.workflow.duties import DutyQueries
from storage.workflow.invitations import InvitationQueries
from storage.workflow.letters import LetterQueries
from storage.workflow.link_codes import LinkCodeQueries
from storage.workflow.mailboxes import MailboxQueries
from storage.workflow.members import MemberQueries
from storage.workflow.open_drafts import OpenDraftQueries
from storage.workflow.passkeys import PasskeyQueries
from storage.workflow.pending_input import PendingInputQueries
from storage.workflow.published_forms import PublishedFormQueries
from storage.workflow.rebindings import RebindingQueries
from storage.workflow.report_batches import ReportBatchQueries
from storage.workflow.roles import RoleQueries
from storage.workflow.rollups import RollupQueries
from storage.workflow.rounds import RoundQueries
from storage.workflow.sessions import SessionQueries
from storage.workflow.sign_in_codes import SignInCodeQueries
from storage.workflow.unit_people import UnitPeopleQueries
from storage.workflow.unit_table import UnitTableQueries
from storage.workflow.units import UnitQueries
from storage.workflow.waiting_versions import WaitingQueries
from storage.workflow.withdrawals import WithdrawalQueries

Q = TypeVar("Q", bound=Queries)


class Noun(Generic[Q]):
    """The queries of one noun, over the work of the transaction that is asked for them."""

    def __init__(self, queries: type[Q]) -> None:
        self._queries = queries

    def __get__(self, transaction: Transaction, _: type[Transaction]) -> Q:
        return self._queries(transaction.work)


class Transaction:
    """Committed when its block ends, rolled back when it raises. `tx.units.find(7)` asks for a
    unit: a noun, and what is done with it. `as_of` is the moment of which a replica surely holds
    everything; None where what is read is what is committed now."""

    def __init__(
        self,
        connection: AsyncConnection,
        form_names: Mapping[str, str] | None = None,
        as_of: datetime | None = None,
    ) -> None:
        self.as_of = as_of
        self.work = OpenWork(connection, form_names=form_names or {})

    api_tokens = Noun(ApiTokenQueries)
    answers = Noun(AnswerQueries)
    assignments = Noun(AssignmentQueries)
    attempts = Noun(AttemptQueries)
    audit_check = Noun(AuditCheckQueries)
    audit_log = Noun(AuditLogQueries)
    boards = Noun(BoardQueries)
    bot_names = Noun(BotNameQueries)
    branch_rollups = Noun(BranchRollupQueries)
    broadcasts = Noun(BroadcastQueries)
    calendar_feeds = Noun(CalendarFeedQueries)
    challenges = Noun(ChallengeQueries)
    channel_states = Noun(ChannelStateQueries)
    contacts = Noun(ContactQueries)
    day_swaps = Noun(DaySwapQueries)
    decisions = Noun(DecisionQueries)
    digests = Noun(DigestQueries)
    disk = Noun(DiskQueries)
    documents = Noun(DocumentQueries)
    due_days = Noun(DueDayQueries)
    duties = Noun(DutyQueries)
    erasure = Noun(ErasureQueries)
    exchanged_rounds = Noun(ExchangedRoundQueries)
    failover = Noun(FailoverQueries)
    hook_deliveries = Noun(HookDeliveryQueries)
    hook_targets = Noun(HookTargetQueries)
    inbox = Noun(InboxQueries)
    invitations = Noun(InvitationQueries)
    issue_counts = Noun(IssueCountQueries)
    issued_files = Noun(IssuedFileQueries)
    letters = Noun(LetterQueries)
    link_codes = Noun(LinkCodeQueries)
    mailboxes = Noun(MailboxQueries)
    members = Noun(MemberQueries)
    mentions = Noun(MentionQueries)
    messages = Noun(MessageQueries)
    oauth_tokens = Noun(OauthTokenQueries)
    open_drafts = Noun(OpenDraftQueries)
    outbox = Noun(OutboxQueries)
    passkeys = Noun(PasskeyQueries)
    pending_input = Noun(PendingInputQueries)
    personal_data = Noun(PersonalDataQueries)
    previous_reports = Noun(PreviousReportQueries)
    processes = Noun(ProcessQueries)
    published_forms = Noun(PublishedFormQueries)
    queue_stats = Noun(QueueStatsQueries)
    quota = Noun(QuotaQueries)
    rebindings = Noun(RebindingQueries)
    register = Noun(RegisterQueries)
    reminders = Noun(ReminderQueries)
    report_batches = Noun(ReportBatchQueries)
    reports = Noun(ReportQueries)
    retention = Noun(RetentionQueries)
    roles = Noun(RoleQueries)
    rollups = Noun(RollupQueries)
    rounds = Noun(RoundQueries)
    schema = Noun(SchemaQueries)
    served_reports = Noun(ServedReportQueries)
    session_versions = Noun(SessionVersionQueries)
    sessions = Noun(SessionQueries)
    sign_in_codes = Noun(SignInCodeQueries)
    signed_links = Noun(SignedLinkQueries)
    submissions = Noun(SubmissionQueries)
    substitutes = Noun(SubstituteQueries)
    transcripts = Noun(TranscriptQueries)
    unit_people = Noun(UnitPeopleQueries)
    unit_table = Noun(UnitTableQueries)
    units = Noun(UnitQueries)
    uploads = Noun(UploadQueries)
    web_sessions = Noun(WebSessionQueries)
    waiting = Noun(WaitingQueries)
    withdrawals = Noun(WithdrawalQueries)
