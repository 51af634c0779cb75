package programme_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

func TestMove(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		from, resumes programme.Stage
		move          programme.Move
		wrong         []string
	}{
		"one step forward":       {programme.Idea, "", programme.Move{To: programme.Discussion, Why: "görüşüldü"}, nil},
		"two steps forward":      {programme.Idea, "", programme.Move{To: programme.Sample, Why: "x"}, []string{"to"}},
		"past the sample":        {programme.Discussion, "", programme.Move{To: programme.Negotiation, Why: "ısı"}, nil},
		"one step back":          {programme.Negotiation, "", programme.Move{To: programme.Sample, Why: "yeni numune"}, nil},
		"without a why":          {programme.Idea, "", programme.Move{To: programme.Discussion}, []string{"why"}},
		"stopped for no reason":  {programme.Sample, "", programme.Move{To: programme.Stopped, Why: "x"}, []string{"reason"}},
		"stopped for a reason":   {programme.Sample, "", programme.Move{To: programme.Stopped, Why: "x", Reason: "price"}, nil},
		"a reason to go on":      {programme.Sample, "", programme.Move{To: programme.Negotiation, Why: "x", Reason: "price"}, []string{"reason"}},
		"resumed":                {programme.Paused, programme.Sample, programme.Move{To: programme.Sample, Why: "x"}, nil},
		"resumed elsewhere":      {programme.Paused, programme.Sample, programme.Move{To: programme.Completed, Why: "x"}, []string{"to"}},
		"a stage nobody knows":   {programme.Idea, "", programme.Move{To: "married", Why: "x"}, []string{"to"}},
		"stopped after all that": {programme.Completed, "", programme.Move{To: programme.Stopped, Why: "x", Reason: "other"}, nil},
	}
	for name, c := range tests {
		var errs geo.FieldErrors
		errors.As(c.move.Validate(c.from, c.resumes), &errs)
		var wrong []string
		for _, e := range errs {
			wrong = append(wrong, e.Field)
		}
		if !slices.Equal(wrong, c.wrong) {
			t.Errorf("%s: wrong are %v, want %v", name, wrong, c.wrong)
		}
	}
}

func TestOverdue(t *testing.T) {
	t.Parallel()
	today := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	y := programme.Synergy{Stage: programme.Idea, Plan: programme.Plan{On: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)}}
	if !y.Overdue(today) {
		t.Error("yesterday's action is not overdue")
	}
	y.On = y.On.AddDate(0, 0, 1)
	if y.Overdue(today) {
		t.Error("today's action is overdue")
	}
	y.On, y.Stage = y.On.AddDate(0, 0, -9), programme.Stopped
	if y.Overdue(today) {
		t.Error("what was stopped is overdue")
	}
}
