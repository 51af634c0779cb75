package api

import (
	"bytes"
	"iter"
	"math"
	"slices"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/sheet"
)

// flowMatrix is what moves of a unit from each place (a row) to each (a column).
type flowMatrix struct {
	unit     string
	from, to []string
	cells    map[[2]string]any
}

// keptBack stands in a matrix where a figure is withheld.
const keptBack = "withheld"

// matrices returns the flows between two known ends as matrices, one a unit,
// material by material added up. A sum of which a part is withheld is withheld.
func matrices(flows []geo.Flow, month int) []flowMatrix {
	all := map[geo.Unit]*flowMatrix{}
	for _, f := range flows {
		if f.From == geo.AnyEnd || f.To == geo.AnyEnd {
			continue
		}
		m := all[f.Unit]
		if m == nil {
			m = &flowMatrix{cells: map[[2]string]any{}}
			m.unit, _ = shownUnit(f.Unit)
			all[f.Unit] = m
		}
		m.add(f, month)
	}
	var out []flowMatrix
	for _, u := range geo.Units {
		if m := all[u]; m != nil {
			slices.Sort(m.from)
			slices.Sort(m.to)
			m.from, m.to = slices.Compact(m.from), slices.Compact(m.to)
			out = append(out, *m)
		}
	}
	return out
}

func (m *flowMatrix) add(f geo.Flow, month int) {
	at := [2]string{endName(f.From), endName(f.To)}
	m.from, m.to = append(m.from, at[0]), append(m.to, at[1])
	before, told := m.cells[at].(float64)
	_, scale := shownUnit(f.Unit)
	switch {
	case f.Withheld || m.cells[at] != nil && !told:
		m.cells[at] = keptBack
	default:
		m.cells[at] = math.Round((before+f.Quantity[month]*scale)*1e4) / 1e4 // behind that is noise of adding up
	}
}

func endName(code string) string {
	if code == geo.Outside {
		return outside
	}
	return code
}

func (m flowMatrix) head() []string { return append([]string{m.unit}, m.to...) }

func (m flowMatrix) rows() iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, from := range m.from {
			row := []any{from}
			for _, to := range m.to {
				row = append(row, m.cells[[2]string{from, to}])
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// sendFlowMatrix sends flows as a matrix: of one unit as CSV, of each on a sheet
// of its own as XLSX.
func sendFlowMatrix(c *fiber.Ctx, format string, flows []geo.Flow, month int) error {
	found := matrices(flows, month)
	if format == "csv" {
		if len(found) > 1 {
			return geo.Invalid("unit", "required", "a table holds one unit: these flows have several")
		}
		if len(found) == 0 {
			found = []flowMatrix{{unit: "t"}}
		}
		return sendTable(c, format, "flow-matrix", found[0].head(), found[0].rows())
	}
	if format != "xlsx" {
		return geo.Invalid("format", "unknown", "a matrix is csv or xlsx, not %q", format)
	}
	if len(found) == 0 {
		found = []flowMatrix{{unit: "t"}}
	}
	names := make([]string, len(found))
	for i, m := range found {
		names[i] = m.unit
	}
	book, err := sheet.NewBook(names...)
	if err != nil {
		return err
	}
	defer book.Close()
	for i, m := range found {
		if err := book.Head(i, m.head()); err != nil {
			return err
		}
		for row := range m.rows() {
			if err := book.Figures(i, row); err != nil {
				return err
			}
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		return err
	}
	attach(c, xlsxType, "flow-matrix.xlsx")
	return c.Send(out.Bytes())
}
