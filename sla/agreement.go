package sla

// An Agreement promises targets to whom it matches. It never changes: new promises are a new version of the same ID,
// which stays with one kind.
type Agreement struct {
	ID      string        `json:"id" yaml:"id"`                               // up to 100 characters
	Version int           `json:"version,omitempty" yaml:"version,omitempty"` // 0 or more; of one ID the highest counts
	Kind    AgreementKind `json:"kind,omitempty" yaml:"kind,omitempty"`       // "" is [SLA]
	Match   Match         `json:"match,omitzero" yaml:"match,omitempty"`      // whom it is for; the zero value is for all
	Targets []Target      `json:"targets" yaml:"targets"`                     // at most one for a metric
}

// AgreementKind is between whom an agreement stands. The three are ITIL's.
type AgreementKind string

const (
	SLA AgreementKind = "sla" // service level agreement: between us and a client
	OLA AgreementKind = "ola" // operational level agreement: between our own tiers
	UC  AgreementKind = "uc"  // underpinning contract: between us and a vendor
)

// Valid reports whether k is one of the constants, or "" which means [SLA].
func (k AgreementKind) Valid() bool { return k == "" || k == SLA || k == OLA || k == UC }

func (k AgreementKind) orSLA() AgreementKind {
	if k == "" {
		return SLA
	}
	return k
}

// A Match says what an agreement is for. Each list is one fact: the fact must be in the list; an empty list takes any.
type Match struct {
	Client   []string `json:"client,omitempty" yaml:"client,omitempty"`
	Service  []string `json:"service,omitempty" yaml:"service,omitempty"`
	Kind     []string `json:"kind,omitempty" yaml:"kind,omitempty"`
	Priority []string `json:"priority,omitempty" yaml:"priority,omitempty"`
	Tier     []string `json:"tier,omitempty" yaml:"tier,omitempty"`
}

// Facts are what agreements are chosen by.
type Facts struct {
	Client   string `json:"client,omitempty" yaml:"client,omitempty"`
	Service  string `json:"service,omitempty" yaml:"service,omitempty"`
	Kind     string `json:"kind,omitempty" yaml:"kind,omitempty"`
	Priority string `json:"priority,omitempty" yaml:"priority,omitempty"`
	Tier     string `json:"tier,omitempty" yaml:"tier,omitempty"`
}

// Target is what the agreement promises for a metric.
func (a Agreement) Target(metric string) (Target, bool) {
	for _, t := range a.Targets {
		if t.Metric == metric {
			return t, true
		}
	}
	return Target{Metric: metric}, false
}

// Clocks are the clocks that the agreement needs, one for each target in the order given, none of them started.
func (a Agreement) Clocks() []Clock {
	clocks := make([]Clock, len(a.Targets))
	for i, t := range a.Targets {
		clocks[i] = t.Clock()
		clocks[i].Agreement, clocks[i].Version = a.ID, a.Version
	}
	return clocks
}
