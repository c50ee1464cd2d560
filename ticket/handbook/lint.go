package handbook

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// Lint says what of a handbook can hardly be meant: all that [tier.Ladder.Lint], [tier.Staff.Lint], [lifecycle.Known.Lint] and
// [sla.Terms.Lint] say of their parts, and what only shows where the parts meet. The findings come in the order of the definition's
// fields. at is when it is asked: it decides which runbooks are due for a review, which year's holidays are missing, and who is on
// call. What the handbook says is meant is left out.
func Lint(h *ticket.Handbook, at time.Time) []Finding {
	l := &linter{h: h, d: h.Definition(), at: at}
	l.known()
	l.ladder()
	l.kinds()
	l.people()
	l.needs()
	l.terms()
	l.matches()
	l.promises()
	l.targets()
	l.cover()
	l.clients()
	l.policies()
	l.recipients()
	l.rules()
	l.links()
	l.orders()
	l.runbooks()
	l.fields()
	l.unused()
	l.meant()
	slices.SortStableFunc(l.found, func(a, b Finding) int { return cmp.Compare(block(a.Path), block(b.Path)) })
	return l.found
}

// LintText reads a handbook from its text and lints it; the findings have lines and come in their order. The error is that of [Parse].
func LintText(text []byte, at time.Time) ([]Finding, error) {
	h, err := Parse(text)
	if err != nil {
		return nil, err
	}
	root, err := tree(text)
	if err != nil {
		return nil, err
	}
	found := Lint(h, at)
	for i := range found {
		found[i].Line, _ = find(root, found[i].Path)
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return cmp.Compare(a.Line, b.Line) })
	return found, nil
}

// linter looks at one handbook.
type linter struct {
	h          *ticket.Handbook
	d          ticket.Definition
	at         time.Time
	priorities []string // of the matrix
	clientIDs  []string
	kindNames  []string
	staff      *tier.Staff // nil when the handbook lists nobody
	used       uses
	found      []Finding
}

// known works out what the rules ask about.
func (l *linter) known() {
	l.priorities, l.kindNames = l.d.Priorities.Priorities(), l.h.Kinds()
	for _, c := range l.d.Clients {
		l.clientIDs = append(l.clientIDs, c.ID)
	}
	l.used.see(reflect.ValueOf(l.d), "")
}

func (l *linter) add(r Rule, path, format string, args ...any) {
	v := verdicts[r]
	l.found = append(l.found, Finding{Rule: r, Severity: v.severity, Path: path, Text: fmt.Sprintf(format, args...), Do: v.do})
}

func (l *linter) ladder() {
	for _, f := range l.h.Ladder().Lint() {
		l.add("tier."+Rule(f.Rule), under("ladder", f.Path), "%s", f.Text)
	}
	owner := l.h.Ladder().Owner()
	for _, c := range []tier.Capability{tier.Track, tier.Close} {
		if !l.h.Ladder().Can(owner, c) && len(l.h.Ladder().With(c)) > 0 {
			l.add(OwnerCannot, l.tierPath(owner)+".capabilities", "%s owns tickets until they are resolved, and may not %s them", owner, c)
		}
	}
}

// tierPath is where a tier is defined.
func (l *linter) tierPath(id tier.ID) string {
	i := slices.IndexFunc(l.h.Ladder().Definition().Tiers, func(t tier.Tier) bool { return t.ID == id })
	return fmt.Sprintf("ladder.tiers[%d]", i)
}

func (l *linter) kinds() {
	house := lifecycle.Known{Guards: ticket.Guards(), Calendars: []string{"", "24x7"}, Fields: []string{}, Capabilities: []tier.Capability{}}
	for _, c := range l.d.Calendars {
		house.Calendars = append(house.Calendars, c.Name)
	}
	for _, f := range l.h.Fields() {
		house.Fields = append(house.Fields, string(f))
	}
	for _, t := range l.h.Ladder().Tiers() {
		house.Capabilities = append(house.Capabilities, t.Capabilities...)
	}
	// That no tier has one of these is said of the ladder, once.
	house.Capabilities = append(house.Capabilities, tier.Acknowledge, tier.Work, tier.Resolve, tier.Close, tier.Reopen)
	for _, name := range l.kindNames {
		cycle, _ := l.h.Lifecycle(name)
		path, written := l.kindPath(name)
		drawn := cycle.Definition()
		drawn.Initial = append(drawn.Initial, l.arrivals(name)...)
		for _, f := range house.Lint(drawn) {
			place := path
			if written {
				place = under(path, f.Path)
			}
			l.add("lifecycle."+Rule(f.Rule), place, "%s", f.Text)
			l.found[len(l.found)-1].Severity = f.Severity
		}
	}
}

// arrivals are the states in which tickets go on that were of another kind.
func (l *linter) arrivals(kind string) []string {
	var states []string
	for _, m := range l.d.KindChanges {
		if m.To == kind {
			states = append(states, slices.Sorted(maps.Values(m.States))...)
		}
	}
	return states
}

// kindPath is where a kind stands, and whether its states are written there or are those of a ready-made one.
func (l *linter) kindPath(name string) (path string, written bool) {
	i := slices.IndexFunc(l.d.Kinds, func(k lifecycle.Definition) bool { return k.Name == name })
	if i < 0 {
		return "kinds", false
	}
	return fmt.Sprintf("kinds[%d]", i), len(l.d.Kinds[i].States) > 0
}

func (l *linter) terms() {
	for _, f := range l.h.Terms().Lint(l.at) {
		l.add("sla."+Rule(f.Rule), f.Path, "%s", f.Text)
	}
}

// uses is what a definition names anywhere, found by type and by the name of the field, so that what is added to a handbook one day is
// not overlooked.
type uses struct {
	calendars map[string]bool
	targets   []placed
	lists     []list
}

// A list is words that something is for: clients, services, kinds, …
type list struct {
	path, name string
	words      []string
}

// placed is somebody who is to be told, and where that stands.
type placed struct {
	path   string
	target escalation.Target
}

func (u *uses) see(v reflect.Value, path string) {
	if target, ok := v.Interface().(escalation.Target); ok {
		u.targets = append(u.targets, placed{path, target})
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			u.see(v.Elem(), path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			u.see(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Map:
		for key, value := range v.Seq2() {
			u.see(value, under(path, fmt.Sprint(key)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			name := tag(f)
			if f.Type.Kind() == reflect.String && (name == "calendar" || name == "hours") {
				u.calendar(v.Field(i).String())
			}
			if f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.String {
				u.lists = append(u.lists, list{under(path, name), name, texts(v.Field(i))})
			}
			u.see(v.Field(i), under(path, name))
		}
	}
}

func (u *uses) calendar(name string) {
	if u.calendars == nil {
		u.calendars = map[string]bool{}
	}
	u.calendars[name] = true
}

// tag is how a field is written in a file.
func tag(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return cmp.Or(name, strings.ToLower(f.Name))
}

// under puts a path below another.
func under(prefix, path string) string {
	switch {
	case prefix == "":
		return path
	case path == "" || path[0] == '[':
		return prefix + path
	}
	return prefix + "." + path
}

// block is the place of the definition's field in which a path begins.
func block(path string) int {
	name := path
	if end := strings.IndexAny(path, ".["); end >= 0 {
		name = path[:end]
	}
	t := reflect.TypeFor[ticket.Definition]()
	for i := range t.NumField() {
		if tag(t.Field(i)) == name {
			return i
		}
	}
	return -1
}

// meant leaves out what the handbook says is meant.
func (l *linter) meant() {
	for i, m := range l.d.Meant {
		before := len(l.found)
		l.found = slices.DeleteFunc(l.found, func(f Finding) bool {
			return string(f.Rule) == m.Rule && (m.Path == "" || f.Path == m.Path || strings.HasPrefix(f.Path, m.Path+".") || strings.HasPrefix(f.Path, m.Path+"["))
		})
		if len(l.found) == before {
			where := ""
			if m.Path != "" {
				where = " at " + strconv.Quote(m.Path)
			}
			l.add(MeantNothing, fmt.Sprintf("meant[%d]", i), "nothing is found for %q%s", m.Rule, where)
		}
	}
}
