package exchange

import (
	"context"
	"errors"
	"slices"

	"simbiyoz/geo"
)

// Ingested says what came of a table.
type Ingested struct {
	Rows int
	geo.Saved
	Left geo.FieldErrors // of the rows that were left out
}

// Ingest stores the lines of a table of "firms" or "resources" in one
// transaction; of another table it says geo.ErrUnsupported. A bad line is named
// by row and field, and then nothing is stored; with skip, only the lines that
// are wrong are left out.
func (x *Exchange) Ingest(ctx context.Context, table string, lines []Line, skip bool) (Ingested, error) {
	if err := x.may(ctx, Import, Object{}); err != nil {
		return Ingested{}, err
	}
	save := map[string]func(context.Context, []Line) (geo.Saved, error){"firms": x.ImportFirms, "resources": x.ImportResources}[table]
	if save == nil {
		return Ingested{}, geo.ErrUnsupported
	}
	out := Ingested{Rows: len(lines)}
	for {
		saved, err := save(ctx, lines)
		var wrong geo.FieldErrors
		if !skip || !errors.As(err, &wrong) {
			out.Saved = saved
			return out, err
		}
		// what stands in the store is looked at only once the lines are right
		good := without(lines, wrong)
		if len(good) == len(lines) {
			return out, err
		}
		lines, out.Left = good, append(out.Left, wrong...)
	}
}

// without returns the lines that no error names.
func without(lines []Line, wrong geo.FieldErrors) []Line {
	bad := make(map[int]bool, len(wrong))
	for _, e := range wrong {
		bad[e.Row] = true
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return bad[l.Number] })
}
