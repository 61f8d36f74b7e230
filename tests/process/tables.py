"""What every decision does in every state, written down apart from the code: state, decision, end.

A state that is not named allows nothing. Whoever changes a table of moves changes it here as well.
"""

TABLES: dict[str, dict[str, dict[str, str]]] = {
    "case_of_concern": {
        "Received": {
            "Consult": "Others consulted",
            "Advice": "Advice given",
            "Schedule": "Scheduled",
            "Re-route to SIN": "Re-routed to SIN",
            "Duplicate": "Duplicate",
            "Withdraw": "Withdrawn",
        },
        "Others consulted": {
            "Advice": "Advice given",
            "Schedule": "Scheduled",
            "Re-route to SIN": "Re-routed to SIN",
            "Duplicate": "Duplicate",
            "Withdraw": "Withdrawn",
        },
        "Scheduled": {
            "Schedule": "Scheduled",
            "Discussed": "Discussed",
            "Accept": "Accepted",
            "Do not accept": "Not accepted",
            "Re-route to SIN": "Re-routed to SIN",
            "Duplicate": "Duplicate",
            "Withdraw": "Withdrawn",
        },
        "Discussed": {
            "Schedule": "Scheduled",
            "Accept": "Accepted",
            "Do not accept": "Not accepted",
            "Re-route to SIN": "Re-routed to SIN",
            "Duplicate": "Duplicate",
            "Withdraw": "Withdrawn",
        },
        "Accepted": {
            "Start learning": "Learning under way",
            "Share findings": "Findings shared",
            "Re-route to SIN": "Re-routed to SIN",
            "Duplicate": "Duplicate",
            "Withdraw": "Withdrawn",
        },
        "Learning under way": {
            "Share findings": "Findings shared",
            "Re-route to SIN": "Re-routed to SIN",
            "Duplicate": "Duplicate",
            "Withdraw": "Withdrawn",
        },
        "Findings shared": {
            "Close": "Closed",
            "Re-route to SIN": "Re-routed to SIN",
            "Duplicate": "Duplicate",
            "Withdraw": "Withdrawn",
        },
    },
    "escalation": {
        "Open": {
            "Resolved": "Resolved",
            "Close unresolved": "Closed unresolved",
            "Open Case of Concern": "Open",
            "Withdraw": "Withdrawn",
        },
        "Resolved": {
            "Open Case of Concern": "Resolved",
            "Open again": "Open",
        },
        "Closed unresolved": {
            "Open Case of Concern": "Closed unresolved",
            "Open again": "Open",
        },
        "Withdrawn": {
            "Open again": "Open",
        },
    },
    "serious_incident": {
        "Being considered": {
            "Notify": "Notified",
            "Notify: death of looked-after child, nothing suspected": "Notified, no review needed",
            "Criteria not met": "Criteria not met",
            "Duplicate": "Duplicate",
            "Withdraw": "Withdrawn",
        },
        "Notified": {
            "Criteria not met": "Criteria not met",
            "Close": "Closed",
        },
    },
    "rapid_review": {
        "Opened": {
            "Request information": "Information requested",
            "Criteria not met": "Sent to the Panel",
            "Withdraw": "Withdrawn",
        },
        "Information requested": {
            "Progress checked": "Information requested",
            "Meeting held": "Meeting held",
            "Draft report": "Information requested",
            "Criteria not met": "Sent to the Panel",
            "Withdraw": "Withdrawn",
        },
        "Meeting held": {
            "Draft report": "Meeting held",
            "Sign off": "Signed off",
            "Criteria not met": "Sent to the Panel",
            "Withdraw": "Withdrawn",
        },
        "Signed off": {
            "LSCPR": "Sent to the Panel",
            "No LSCPR: learning already drawn": "Sent to the Panel",
            "Other local learning review": "Sent to the Panel",
            "Suitable for national review": "Sent to the Panel",
            "Criteria not met": "Sent to the Panel",
            "Withdraw": "Withdrawn",
        },
        "Sent to the Panel": {
            "Panel agrees": "Complete",
            "Panel takes it to a national review": "Complete",
            "Panel asks to reconsider": "Asked again by the Panel",
            "Panel asks for more": "Asked again by the Panel",
        },
        "Asked again by the Panel": {
            "LSCPR": "Sent to the Panel",
            "No LSCPR: learning already drawn": "Sent to the Panel",
            "Other local learning review": "Sent to the Panel",
            "Suitable for national review": "Sent to the Panel",
            "Criteria not met": "Sent to the Panel",
        },
    },
    "agency_request": {
        "To be sent": {
            "Send": "Sent",
            "Returned": "Returned",
            "Knows nobody of the family": "Not involved",
            "Withdraw": "Withdrawn",
        },
        "Sent": {
            "Returned": "Returned",
            "Knows nobody of the family": "Not involved",
            "Withdraw": "Withdrawn",
        },
        "Returned": {
            "Ask again": "To be sent",
        },
        "Not involved": {
            "Ask again": "To be sent",
        },
        "Withdrawn": {
            "Ask again": "To be sent",
        },
    },
    "practice_review": {
        "Commissioned": {
            "Record considerations": "Considered",
            "Delay": "Commissioned",
            "Progress checked": "Commissioned",
            "Withdraw": "Withdrawn",
        },
        "Considered": {
            "Appoint lead reviewer": "Lead reviewer appointed",
            "Delay": "Considered",
            "Progress checked": "Considered",
            "Withdraw": "Withdrawn",
        },
        "Lead reviewer appointed": {
            "Agree terms of reference": "Terms of reference agreed",
            "Delay": "Lead reviewer appointed",
            "Progress checked": "Lead reviewer appointed",
            "Withdraw": "Withdrawn",
        },
        "Terms of reference agreed": {
            "Request IMRs": "IMRs requested",
            "Delay": "Terms of reference agreed",
            "Progress checked": "Terms of reference agreed",
            "Withdraw": "Withdrawn",
        },
        "IMRs requested": {
            "Start panel meetings": "Panel meetings",
            "Delay": "IMRs requested",
            "Progress checked": "IMRs requested",
            "Withdraw": "Withdrawn",
        },
        "Panel meetings": {
            "Report finished": "Report finished",
            "Delay": "Panel meetings",
            "Progress checked": "Panel meetings",
            "Withdraw": "Withdrawn",
        },
        "Report finished": {
            "Plan publication": "Publication planned",
            "Do not publish": "Not published",
            "Delay": "Report finished",
            "Progress checked": "Report finished",
            "Withdraw": "Withdrawn",
        },
        "Publication planned": {
            "Move publication": "Publication planned",
            "Press offices confirmed": "Publication planned",
            "Publish": "Published",
            "Do not publish": "Not published",
            "Delay": "Publication planned",
            "Progress checked": "Publication planned",
            "Withdraw": "Withdrawn",
        },
        "Published": {
            "Start action plan": "Action plan under way",
        },
        "Not published": {
            "Start action plan": "Action plan under way",
        },
        "Action plan under way": {
            "Close": "Closed",
        },
    },
    "action": {
        "Open": {
            "Start": "Under way",
            "Done": "Done",
            "Withdraw": "Withdrawn",
        },
        "Under way": {
            "Done": "Done",
            "Withdraw": "Withdrawn",
        },
        "Done": {
            "Open again": "Open",
        },
        "Withdrawn": {
            "Open again": "Open",
        },
    },
    "needs_attention": {
        "Waiting for a person": {
            "Done": "Done",
        },
    },
}
