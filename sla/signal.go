package sla

// A Signal is something that happened to the thing being timed, in the caller's words. A [Metric] says which signals move its
// clock; all others leave the clock alone, so a host may send every signal to every clock.
type Signal string

// The signals that the ready-made metrics listen to. A host is free to invent others for metrics of its own.
const (
	SignalOpened          Signal = "opened"           // it came into being
	SignalAcknowledged    Signal = "acknowledged"     // a person took notice
	SignalAccepted        Signal = "accepted"         // a tier accepted the work
	SignalReplied         Signal = "replied"          // a message of ours that the requester sees
	SignalCustomerReplied Signal = "customer_replied" // a message of the requester
	SignalRestored        Signal = "restored"         // the service works again, if only by a workaround
	SignalResolved        Signal = "resolved"         // solved, as far as we know
	SignalClosed          Signal = "closed"           // finished for good
	SignalCancelled       Signal = "cancelled"        // withdrawn: nobody waits for it any more
	SignalReopened        Signal = "reopened"         // it came back after it was resolved or closed
)

// The state classes of whatever is timed are signals too, sent at every change of its state.
const (
	SignalNew             Signal = "new"
	SignalActive          Signal = "active"
	SignalWaitingCustomer Signal = "waiting_customer"
	SignalWaitingUs       Signal = "waiting_us"
	SignalWaitingVendor   Signal = "waiting_vendor"
)
