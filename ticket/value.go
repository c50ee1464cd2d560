package ticket

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FieldType is what values of a field of the house's own are, and how they are written. What a command gives is taken in any of the
// ways named, and kept in the first.
type FieldType string

// The types of fields.
const (
	TypeText    FieldType = "text"    // anything
	TypeWhole   FieldType = "whole"   // a whole number of up to 18 digits: "12"; also "+012"
	TypeDecimal FieldType = "decimal" // up to 18 digits before the point and 12 after it, kept exactly: "12.5"; also "+12.50"
	TypeYesNo   FieldType = "yes_no"  // "yes" or "no"; also "true" and "false"
	TypeDate    FieldType = "date"    // "2026-12-24"
	TypeInstant FieldType = "instant" // RFC 3339 in UTC, whole microseconds: "2026-12-24T17:00:00Z"; also with an offset
	TypeOneOf   FieldType = "one_of"  // one of the field's values
	TypeSomeOf  FieldType = "some_of" // some of them, in the handbook's order with a comma between: "red,blue"; also in any order, with spaces
)

// FieldTypes lists them.
func FieldTypes() []FieldType {
	return []FieldType{TypeText, TypeWhole, TypeDecimal, TypeYesNo, TypeDate, TypeInstant, TypeOneOf, TypeSomeOf}
}

// Valid reports whether t is one of [FieldTypes], or "" which means [TypeText].
func (t FieldType) Valid() bool { return t == "" || slices.Contains(FieldTypes(), t) }

var (
	wholeNumber = regexp.MustCompile(`^[+-]?[0-9]{1,18}$`)
	decimal     = regexp.MustCompile(`^[+-]?[0-9]{1,18}(?:\.[0-9]{1,12})?$`)
)

// canonical gives a value as it is kept, or says what is wanted instead.
func (c *custom) canonical(v string) (kept, wrong string) {
	if v == "" {
		return "", ""
	}
	kept, ok := c.read(v)
	outside := ok && (c.Min != "" && c.less(kept, c.Min) || c.Max != "" && c.less(c.Max, kept))
	if ok && !outside {
		return kept, ""
	}
	if len(v) > MaxID {
		v = strings.ToValidUTF8(v[:MaxID], "") + "…"
	}
	return "", fmt.Sprintf("%q is not %s", v, c.wanted())
}

// read gives a value in the one way that it is kept, without asking for the limits.
func (c *custom) read(v string) (string, bool) {
	switch c.Type {
	case TypeWhole:
		n, err := strconv.ParseInt(v, 10, 64)
		return strconv.FormatInt(n, 10), err == nil && wholeNumber.MatchString(v)
	case TypeDecimal:
		return readDecimal(v)
	case TypeYesNo:
		word, ok := map[string]string{"yes": "yes", "true": "yes", "no": "no", "false": "no"}[v]
		return word, ok
	case TypeDate:
		at, err := time.Parse(time.DateOnly, v)
		return v, err == nil && at.Year() > 0
	case TypeInstant:
		at, err := time.Parse(time.RFC3339Nano, v)
		at = instant(at)
		return at.Format(time.RFC3339Nano), err == nil && at.Year() > 0 && at.Year() < 10_000
	case TypeOneOf:
		return v, slices.Contains(c.Of, v)
	case TypeSomeOf:
		return c.readSome(v)
	default:
		return v, c.pattern == nil || c.pattern.MatchString(v)
	}
}

// readDecimal writes a decimal number without a sign that says nothing and without zeros that say nothing.
func readDecimal(v string) (string, bool) {
	if !decimal.MatchString(v) {
		return "", false
	}
	sign := ""
	if v[0] == '-' {
		sign = "-"
	}
	whole, fraction, _ := strings.Cut(strings.TrimLeft(v, "+-"), ".")
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	switch {
	case fraction != "":
		return sign + whole + "." + fraction, true
	case whole == "0":
		return "0", true
	}
	return sign + whole, true
}

// readSome writes some of the values in the handbook's order, each once.
func (c *custom) readSome(v string) (string, bool) {
	given := map[string]bool{}
	for one := range strings.SplitSeq(v, ",") {
		one = strings.TrimSpace(one)
		if !slices.Contains(c.Of, one) {
			return "", false
		}
		given[one] = true
	}
	var kept []string
	for _, one := range c.Of {
		if given[one] {
			kept = append(kept, one)
		}
	}
	return strings.Join(kept, ","), true
}

// less compares two values as they are kept. Dates of four-digit years are in the order of their text.
func (c *custom) less(a, b string) bool {
	switch c.Type {
	case TypeWhole, TypeDecimal:
		x, _ := new(big.Rat).SetString(a)
		y, _ := new(big.Rat).SetString(b)
		return x != nil && y != nil && x.Cmp(y) < 0
	case TypeInstant:
		x, _ := time.Parse(time.RFC3339Nano, a)
		y, _ := time.Parse(time.RFC3339Nano, b)
		return x.Before(y)
	default:
		return a < b
	}
}

// wanted says what a value of the field looks like.
func (c *custom) wanted() string {
	what := map[FieldType]string{
		TypeWhole: "a whole number", TypeDecimal: `a number such as "12.5"`, TypeYesNo: `"yes" or "no"`, TypeDate: `a date such as "2026-12-24"`,
		TypeInstant: `an instant such as "2026-12-24T17:00:00Z"`, TypeOneOf: "one of the values of this field",
		TypeSomeOf: "some of the values of this field with commas between",
	}[c.Type]
	if what == "" {
		return "text that matches " + c.Pattern
	}
	if c.Min != "" {
		what += " from " + c.Min
	}
	if c.Max != "" {
		what += " to " + c.Max
	}
	return what
}
