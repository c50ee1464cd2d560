package ticket

import (
	"fmt"

	"github.com/fourline-go/fourline/internal/fault"
)

// A Meant is a finding of handbook.Lint that somebody has looked at and that is meant as it stands. It is not reported any more.
type Meant struct {
	Rule string `json:"rule" yaml:"rule"`                     // such as "sla.no_holidays"
	Path string `json:"path,omitempty" yaml:"path,omitempty"` // where, as the finding says it, or what it stands in; "" = anywhere
	Why  string `json:"why" yaml:"why"`                       // for who reads it next year; required
}

func (h *Handbook) checkMeant(faults *fault.List) {
	for i, m := range h.def.Meant {
		if m.Rule == "" || m.Why == "" {
			faults.Add(fmt.Sprintf("meant[%d]", i), "says which rule is meant, and why")
		}
	}
}
