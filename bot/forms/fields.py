"""The fields that readings hold, by the kind of value that each takes."""

LONG = frozenset(
    {"summary", "disagreement", "reason_for_learning", "desired_outcome", "outcome", "stage_notes"}
    | {"final_outcome", "agency_involvement", "immediate_action", "next_steps"}
)
LISTS = frozenset({"other_agencies", "agencies_in_disagreement", "agency_challenged", "agency"})
CHOICES = frozenset(
    {"categories", "cp_status", "parents_aware", "resolved", "stage_resolved", "escalation_stage"}
)
OF_CHILD = frozenset(
    {"child.name", "child.forename", "child.surname", "child.dob", "child.nhs_number"}
)
SPREADING = LONG | LISTS | {"address", "child.address", "referrer_contact", "contact"}
