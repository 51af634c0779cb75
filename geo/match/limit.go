package match

import (
	"strconv"
	"strings"

	"simbiyoz/geo"
)

// Limit is one purity limit: a parameter, a comparison and a bound.
type Limit struct {
	Parameter string
	Op        string // one of <= >= < >
	Bound     float64
	Unit      string
}

// ParseLimits reads limits such as "chloride<=0.1 %; moisture<=20 %". A part
// that is not of that form is a *geo.FieldError of field "limits".
func ParseLimits(s string) ([]Limit, error) {
	var out []Limit
	for part := range strings.SplitSeq(s, ";") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		l, ok := parseLimit(part)
		if !ok {
			return nil, geo.Invalid("limits", "format", "%q is not like \"chloride<=0.1 %%\"", part)
		}
		out = append(out, l)
	}
	return out, nil
}

func parseLimit(s string) (Limit, bool) {
	for _, op := range []string{"<=", ">=", "<", ">"} {
		name, rest, found := strings.Cut(s, op)
		if !found {
			continue
		}
		number, unit, _ := strings.Cut(strings.TrimSpace(rest), " ")
		bound, err := strconv.ParseFloat(number, 64)
		return Limit{strings.TrimSpace(name), op, bound, strings.TrimSpace(unit)}, err == nil && strings.TrimSpace(name) != ""
	}
	return Limit{}, false
}

// Holds reports whether v keeps l.
func (l Limit) Holds(v float64) bool {
	switch l.Op {
	case "<=":
		return v <= l.Bound
	case ">=":
		return v >= l.Bound
	case "<":
		return v < l.Bound
	}
	return v > l.Bound
}

// limits holds the source's composition against the use's purity limits: a
// broken one blocks, an unmeasured one lowers the fit a little.
func limits(m *geo.Match, p *Pair) float64 {
	if p.Use == nil || p.Use.Limits == "" {
		return 1
	}
	ls, err := ParseLimits(p.Use.Limits)
	if err != nil {
		return 1 // the list of uses is checked when it is read
	}
	factor := 1.0
	for _, l := range ls {
		v, known := measured(p.Source.Resource, l)
		switch {
		case !known:
			factor = 0.92
			note(m, geo.PartFit, "limit_unmeasured", l.Parameter)
		case !l.Holds(v):
			factor = 0.4
			block(m, geo.PartFit, "limit_broken", l.Parameter)
			return factor
		}
	}
	return factor
}

// measured returns r's value of l's parameter in l's unit, if it was given.
func measured(r geo.Resource, l Limit) (float64, bool) {
	if strings.EqualFold(l.Parameter, "moisture") && r.Moisture != nil {
		return *r.Moisture, true
	}
	for _, row := range r.Composition {
		if strings.EqualFold(row.Parameter, l.Parameter) && (row.Unit == l.Unit || l.Unit == "") {
			return row.Value, true
		}
	}
	return 0, false
}
