package ticket

import (
	"slices"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/sla"
)

// Terms are the handbook's calendars, metrics and agreements: what histories are judged by.
func (h *Handbook) Terms() *sla.Terms { return h.terms }

// edition is one version of an agreement.
type edition struct {
	id      string
	version int
}

// checkTerms compiles calendars, metrics and agreements, and lays out what a ticket looks up in them.
func (h *Handbook) checkTerms(faults *fault.List) {
	d := sla.Definition{Calendars: h.def.Calendars, Metrics: h.def.Metrics, Agreements: h.def.Agreements}
	terms, err := sla.New(d)
	faults.Under("", err)
	if err != nil {
		terms = bareTerms(d)
	}
	h.terms = terms
	for _, name := range append(terms.Calendars(), "", "24x7") {
		h.calendars[name], _ = terms.Calendar(name)
	}
	d = terms.Definition()
	for _, m := range slices.Concat(sla.Metrics(), d.Metrics) {
		h.metrics[m.Name] = m
	}
	for _, a := range d.Agreements {
		if a.Kind == "" {
			a.Kind = sla.SLA
		}
		h.agreements[a.Kind] = append(h.agreements[a.Kind], a)
		h.editions[edition{a.ID, a.Version}] = a
		for _, t := range a.Targets {
			if a.Kind == sla.SLA && !slices.Contains(h.promised, t.Metric) {
				h.promised = append(h.promised, t.Metric)
			}
		}
	}
}

// bareTerms stand in for terms that have faults, so that their calendars and metrics are not reported as missing, too.
func bareTerms(d sla.Definition) *sla.Terms {
	var bare sla.Definition
	known := map[string]bool{"": true, "24x7": true}
	for _, hours := range d.Calendars {
		stand := sla.Hours{Name: hours.Name, Week: sla.EveryDay("00:00-24:00")}
		if _, err := sla.Compile(stand); err == nil && !known[hours.Name] {
			known[hours.Name], bare.Calendars = true, append(bare.Calendars, stand)
		}
	}
	for _, m := range d.Metrics {
		stand := sla.Metric{Name: m.Name, Start: []sla.Signal{sla.SignalOpened}}
		there := slices.ContainsFunc(bare.Metrics, func(o sla.Metric) bool { return o.Name == m.Name })
		if stand.Check() == nil && !there {
			bare.Metrics = append(bare.Metrics, stand)
		}
	}
	terms, err := sla.New(bare)
	if err != nil { // too many of them
		terms, _ = sla.New(sla.Definition{})
	}
	return terms
}
