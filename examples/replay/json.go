package main

import (
	"encoding/json"
	"fmt"
	"io"
)

// figuresJSON is what -json prints. 0 stands where a log has no such thing.
type figuresJSON struct {
	Log                string         `json:"log"`
	Format             string         `json:"format"`
	Store              string         `json:"store"`
	Cases              int            `json:"cases"`
	Rows               int            `json:"rows"`
	StateChanges       int            `json:"state_changes"`
	Accepted           int            `json:"accepted"`
	Refused            int            `json:"refused"`
	RefusedPairs       map[string]int `json:"refused_pairs"` // "New -> Closed": how often
	Reopens            int            `json:"reopens"`
	ReopenCasesAgree   int            `json:"reopen_cases_agree"`
	PriorityRows       int            `json:"priority_rows"`
	PriorityRowsAgree  int            `json:"priority_rows_agree"`
	ReassignCasesAgree int            `json:"reassign_cases_agree"`
	SLACases           int            `json:"sla_cases"`
	SLAAgree           int            `json:"sla_agree"`
	EscalationsUp      int            `json:"escalations_up"`
	EscalationsDown    int            `json:"escalations_down"`
	NeverLeftL1Cases   int            `json:"never_left_l1_cases"`
	PingPongLineCases  int            `json:"pingpong_line_cases"`
	WallS              float64        `json:"wall_s"`
	RowsPerS           float64        `json:"rows_per_s"`
}

// JSON writes the figures on one line. What people must know besides goes to notes.
func (r *Report) JSON(w, notes io.Writer) error {
	f, t := r.Figures, r.Tally
	pairs := map[string]int{}
	for p, n := range t.Refused {
		pairs[p.String()] = n
	}
	if f.SLA.Cases > 0 && r.Format.Caveat != "" {
		fmt.Fprintln(notes, "sla_agree:", r.Format.Caveat)
	}
	if r.Skipped > 0 {
		fmt.Fprintln(notes, "left out:", plural(r.Skipped, "broken row"))
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false) // a pair is written with ">"
	return out.Encode(figuresJSON{
		Log: r.Log, Format: r.Format.Name, Store: r.Store,
		Cases: f.Tickets, Rows: t.Rows,
		StateChanges: total(t.Accepted) + total(t.Refused), Accepted: total(t.Accepted), Refused: total(t.Refused), RefusedPairs: pairs,
		Reopens: f.Reopens.Counted, ReopenCasesAgree: f.Reopens.Agree,
		PriorityRows: t.PriorityRows, PriorityRowsAgree: t.PriorityAgree,
		ReassignCasesAgree: f.Regroups.Agree,
		SLACases:           f.SLA.Cases, SLAAgree: f.SLA.Agree,
		EscalationsUp: f.Up, EscalationsDown: f.Down, NeverLeftL1Cases: f.NeverLeft, PingPongLineCases: f.PingPongCases,
		WallS: r.Wall.Seconds(), RowsPerS: r.rowsPerSecond(),
	})
}
