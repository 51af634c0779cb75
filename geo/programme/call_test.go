package programme

import (
	"errors"
	"slices"
	"testing"
	"time"

	"simbiyoz/geo"
)

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// TestPhase: a call's first and last days are whole days in Turkey.
func TestPhase(t *testing.T) {
	t.Parallel()
	open := Call{State: CallOpen, Opens: at("2026-03-02T00:00:00Z"), Closes: at("2026-03-31T00:00:00Z")}
	closed, draft := open, open
	closed.State, draft.State = CallClosed, CallDraft
	tests := map[string]struct {
		call Call
		now  string
		want Phase
	}{
		"the evening before":     {open, "2026-03-01T20:59:59Z", Coming},
		"midnight in Turkey":     {open, "2026-03-01T21:00:00Z", Taking},
		"the last minute":        {open, "2026-03-31T20:59:59Z", Taking},
		"the day after":          {open, "2026-03-31T21:00:00Z", Over},
		"closed before its time": {closed, "2026-03-10T12:00:00Z", Over},
		"not shown yet":          {draft, "2026-03-10T12:00:00Z", Unseen},
	}
	for name, c := range tests {
		if got := c.call.Phase(at(c.now)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// fields names what is wrong, in order.
func fields(err error) []string {
	var errs geo.FieldErrors
	if !errors.As(err, &errs) {
		return nil
	}
	var out []string
	for _, e := range errs {
		out = append(out, e.Field)
	}
	slices.Sort(out)
	return out
}

func TestDecision(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		from ApplicationState
		is   Decision
		want []string
	}{
		"accepted at once":               {Submitted, Decision{To: Approved}, nil},
		"declined for no reason":         {Shortlisted, Decision{To: Refused}, []string{"reason"}},
		"declined":                       {Shortlisted, Decision{To: Refused, Reason: "bütçe doldu"}, nil},
		"taken back for no reason":       {Approved, Decision{To: Shortlisted}, []string{"reason"}},
		"what was withdrawn is accepted": {TakenBack, Decision{To: Approved, Reason: "x"}, []string{"to"}},
		"withdrawn by who decides":       {Submitted, Decision{To: TakenBack}, []string{"to"}},
		"to nowhere":                     {Submitted, Decision{To: "lost"}, []string{"to"}},
	}
	for name, c := range tests {
		if got := fields(c.is.Validate(c.from)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
