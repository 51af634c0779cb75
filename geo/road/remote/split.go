package remote

import (
	"context"
	"errors"

	"simbiyoz/geo"
)

// ErrTooMuch is of a question that an engine takes only in smaller parts.
var ErrTooMuch = errors.New("too much for one question")

// Answer is what one of many places got: a road, or why there is none.
type Answer struct {
	Road geo.Road
	Err  error
}

// Split asks for the ways of places by most at a time and joins the answers.
// A part that is too much is asked for again in halves; one place that is too
// much has the last error.
func Split(ctx context.Context, places []geo.Point, most int, ask func(ctx context.Context, places []geo.Point) ([]Answer, error)) ([]Answer, error) {
	var out []Answer
	for len(places) > 0 {
		n := min(most, len(places))
		part, err := ask(ctx, places[:n])
		switch {
		case errors.Is(err, ErrTooMuch) && n > 1:
			most = (n + 1) / 2
			continue
		case errors.Is(err, ErrTooMuch):
			part = []Answer{{Err: err}}
		case err != nil:
			return nil, err
		}
		out, places = append(out, part...), places[n:]
	}
	return out, nil
}

// Unzip returns answers as roads and errors.
func Unzip(answers []Answer) ([]geo.Road, []error) {
	roads, errs := make([]geo.Road, len(answers)), make([]error, len(answers))
	for i, a := range answers {
		roads[i], errs[i] = a.Road, a.Err
	}
	return roads, errs
}

// Fields are the names of two ends of a way in errors: those of the one place
// and of the many.
func Fields(reverse bool) (one, many string) {
	if reverse {
		return "to", "from"
	}
	return "from", "to"
}
