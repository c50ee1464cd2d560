package sla

// Acknowledge times how long it takes until a person takes notice: the time to own of GLPI and iTop. It is never paused, and the
// first acknowledgement is final.
func Acknowledge() Metric {
	return Metric{
		Name:   "acknowledge",
		Start:  []Signal{SignalOpened},
		Stop:   []Signal{SignalAcknowledged, SignalResolved, SignalClosed},
		Cancel: []Signal{SignalCancelled},
		Reopen: ReopenNever,
	}
}

// FirstResponse times the first message of ours to the requester. It is never paused: the first answer is ours to give.
func FirstResponse() Metric {
	return Metric{
		Name:   "first_response",
		Start:  []Signal{SignalOpened},
		Stop:   []Signal{SignalReplied, SignalResolved, SignalClosed},
		Cancel: []Signal{SignalCancelled},
		Reopen: ReopenNever,
	}
}

// NextResponse times every later answer, from the oldest message of the requester that is still unanswered, as Zendesk (next reply)
// and Chatwoot do. Each is a cycle of its own. Messages before our first response, which a resolution also is, belong to
// [FirstResponse] and do not start it.
func NextResponse() Metric {
	return Metric{
		Name:   "next_response",
		After:  FirstResponse().Stop,
		Start:  []Signal{SignalCustomerReplied},
		Stop:   []Signal{SignalReplied, SignalResolved, SignalClosed},
		Cancel: []Signal{SignalCancelled},
		Reopen: ReopenNewCycle,
	}
}

// Update times the gap between our messages, the KeepInLoop of RT: each message of ours completes a cycle and begins the next.
// Nothing is owed while we wait for the requester, nor once it is resolved.
func Update() Metric {
	return Metric{
		Name:   "update",
		Start:  []Signal{SignalReplied},
		Reset:  []Signal{SignalReplied},
		Pause:  []Signal{SignalWaitingCustomer},
		Resume: []Signal{SignalNew, SignalActive, SignalWaitingUs, SignalWaitingVendor, SignalReopened},
		Stop:   []Signal{SignalResolved, SignalClosed},
		Cancel: []Signal{SignalCancelled},
		Reopen: ReopenNewCycle,
	}
}

// Answer is the other reading of update: how long a requester waits for an answer, from the opening or the oldest message since,
// until our next message, as Zammad counts it. Each is a cycle of its own; nothing is owed while we wait for the requester.
func Answer() Metric {
	return Metric{
		Name:   "answer",
		Start:  []Signal{SignalOpened, SignalCustomerReplied},
		Pause:  []Signal{SignalWaitingCustomer},
		Resume: []Signal{SignalCustomerReplied, SignalNew, SignalActive, SignalWaitingUs, SignalWaitingVendor, SignalReopened},
		Stop:   []Signal{SignalReplied, SignalResolved, SignalClosed},
		Cancel: []Signal{SignalCancelled},
		Reopen: ReopenNewCycle,
	}
}

// Restore times until the service works again, if only by a workaround. Waiting for the requester is excluded, and so is the
// time between a resolution and a reopening.
func Restore() Metric {
	m := Resolve()
	m.Name = "restore"
	m.Stop = []Signal{SignalRestored, SignalResolved, SignalClosed}
	return m
}

// Resolve times until it is solved (TTR). Waiting for the requester is excluded, waiting for a vendor is not: by ITIL a vendor's
// time is covered by an underpinning contract. A reopening goes on with the same cycle; the time it was resolved is excluded.
func Resolve() Metric {
	return Metric{
		Name:   "resolve",
		Start:  []Signal{SignalOpened, SignalReopened},
		Pause:  []Signal{SignalWaitingCustomer},
		Resume: []Signal{SignalNew, SignalActive, SignalWaitingUs, SignalWaitingVendor, SignalReopened},
		Stop:   []Signal{SignalResolved, SignalClosed},
		Cancel: []Signal{SignalCancelled},
		Reopen: ReopenResume,
	}
}

// Hold times how long one tier holds the work, for operational level agreements (OLA): it begins anew each time a tier accepts.
func Hold() Metric {
	m := Resolve()
	m.Name = "hold"
	m.Start = []Signal{SignalAccepted}
	m.Reset = []Signal{SignalAccepted}
	m.Reopen = ReopenNewCycle
	return m
}

// Vendor times how long a vendor holds the work, for underpinning contracts (UC): each time we wait for one is a cycle.
func Vendor() Metric {
	return Metric{
		Name:   "vendor",
		Start:  []Signal{SignalWaitingVendor},
		Stop:   []Signal{SignalNew, SignalActive, SignalWaitingUs, SignalWaitingCustomer, SignalResolved, SignalClosed},
		Cancel: []Signal{SignalCancelled},
		Reopen: ReopenNewCycle,
	}
}

// Metrics are the ready-made metrics, in the order a reader meets them.
func Metrics() []Metric {
	return []Metric{Acknowledge(), FirstResponse(), NextResponse(), Update(), Answer(), Restore(), Resolve(), Hold(), Vendor()}
}
