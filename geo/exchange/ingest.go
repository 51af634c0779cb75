package exchange

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"simbiyoz/geo"
)

// Ingested says what came of a table.
type Ingested struct {
	Rows int
	geo.Saved
	Left geo.FieldErrors // of the rows that were left out
}

// IngestStore stores tables as they come, all or nothing; with skip, without
// the rows that name what is not stored, or a ref for the second time, of which
// it tells.
type IngestStore interface {
	StreamFirms(ctx context.Context, firms iter.Seq2[geo.FirmLine, error], skip bool) (geo.Saved, geo.FieldErrors, error)
	StreamResources(ctx context.Context, resources iter.Seq2[geo.ResourceEntry, error], skip bool) (geo.Saved, geo.FieldErrors, error)
}

// mostWrong is how many errors of rows are told: whoever has more looks at the
// first of them first.
const mostWrong = 1000

// Ingest stores the lines of a table of "firms" or "resources" as they come, in
// one transaction and in memory that does not grow with the table; of another
// table it says geo.ErrUnsupported. A bad line is named by row and field, and
// then nothing is stored; with skip, only the lines that are wrong are left
// out, up to 1,000 of them.
func (x *Exchange) Ingest(ctx context.Context, table string, lines iter.Seq2[Line, error], skip bool) (Ingested, error) {
	if err := x.may(ctx, Import, Object{}); err != nil {
		return Ingested{}, err
	}
	in := &intake{lines: lines, skip: skip}
	var saved geo.Saved
	var left geo.FieldErrors
	var err error
	switch table {
	case "firms":
		saved, left, err = x.store.StreamFirms(ctx, taken(in, func(r reader) geo.FirmLine { return geo.FirmLine{Row: r.line.Number, Firm: r.firm(), Site: r.site()} }), skip)
	case "resources":
		saved, left, err = x.store.StreamResources(ctx, taken(in, func(r reader) geo.ResourceEntry {
			e := r.resource()
			e.Row = r.line.Number
			return e
		}), skip)
	default:
		return Ingested{}, geo.ErrUnsupported
	}
	if in.failed != nil {
		return Ingested{}, in.failed
	}
	return Ingested{in.rows, saved, append(in.wrong, left...)}, err
}

// intake reads lines and gathers what is wrong with them.
type intake struct {
	lines  iter.Seq2[Line, error]
	skip   bool
	rows   int
	wrong  geo.FieldErrors
	failed error // what ended it, in the words of its errors: a store's may wrap them
}

// taken reads each line as T. Without skip the rows after a wrong one are read
// for their errors alone.
func taken[T any](in *intake, read func(reader) T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		for line, err := range in.lines {
			if err != nil {
				in.failed = geo.Invalid("body", "format", "%s", err)
				yield(none, in.failed)
				return
			}
			in.rows++
			before := len(in.wrong)
			row := read(reader{line: line, errs: &in.wrong})
			if len(in.wrong) > mostWrong {
				break
			}
			if len(in.wrong) == before && (in.skip || before == 0) && !yield(row, nil) {
				return
			}
		}
		if len(in.wrong) > 0 && (!in.skip || len(in.wrong) > mostWrong) {
			in.failed = in.wrong
			yield(none, fmt.Errorf("rows are wrong: %w", errors.Join(in.wrong.Err())))
		}
	}
}
