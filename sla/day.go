package sla

// A CauseKind is what made a day's hours what they are.
type CauseKind string

// The kinds of cause.
const (
	CauseHoliday CauseKind = "holiday" // closed, whole or in part
	CauseOpening CauseKind = "opening" // hours that replace those of the weekday
	CauseBreak   CauseKind = "break"   // cut out
)
