package api

import (
	"bytes"
	"context"
	"io"
	"iter"
	"math"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/sheet"
)

// long bounds how long a matrix may take: the largest take longer than a request
// is given elsewhere.
const long = 10 * time.Minute

// measure is one number of a haul as a matrix tells it.
type measure struct {
	name  string // in JSON
	sheet string // in XLSX, and the column in CSV
	of    func(geo.Haul) float64
	digit float64 // what it is rounded to
}

var measures = []measure{
	{"length_m", "km", func(h geo.Haul) float64 { return float64(h.Road.Length) }, 10},
	{"time_s", "hours", func(h geo.Haul) float64 { return float64(h.Road.Time) }, 10},
	{"cost_try", "try", func(h geo.Haul) float64 { return float64(h.Cost) }, 100},
	{"cost_try_t", "try_t", func(h geo.Haul) float64 { return float64(h.PerTonne()) }, 100},
	{"co2e_kg", "kg", func(h geo.Haul) float64 { return float64(h.CO2e) }, 1000},
}

// value returns the measure of h rounded, NaN where no road leads.
func (m measure) value(h *geo.Haul) float64 {
	if h == nil {
		return math.NaN()
	}
	return math.Round(m.of(*h)*m.digit) / m.digit
}

// cell returns what a table shows: kilometres and hours, nil where no road
// leads.
func (m measure) cell(h *geo.Haul) any {
	if h == nil {
		return nil
	}
	switch m.sheet {
	case "km":
		return math.Round(h.Road.Length.Km()*1000) / 1000
	case "hours":
		return math.Round(h.Road.Time.Hours()*10000) / 10000
	}
	return m.value(h)
}

// matrix answers the hauls between all places of two tables.
func (s *server) matrix(c *fiber.Ctx) error {
	in, err := s.readMatrix(c)
	if err != nil {
		return err
	}
	format := c.Query("format")
	if format == "" {
		format = map[string]string{"text/csv": "csv", xlsxType: "xlsx"}[c.Accepts(fiber.MIMEApplicationJSON, "text/csv", xlsxType)]
	}
	switch format {
	case "", "json":
		return s.matrixJSON(c, in)
	case "csv":
		return s.matrixCSV(c, in)
	case "xlsx":
		return s.matrixXLSX(c, in)
	}
	return geo.Invalid("format", "unknown", "%q is neither json, csv nor xlsx", format)
}

// rows starts to work a matrix out, once there is room for it; end must follow.
func (s *server) rows(c *fiber.Ctx, in matrixInput) (rows iter.Seq2[[]*geo.Haul, error], end func(), err error) {
	leave, err := s.enter(c.UserContext())
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), long)
	end = func() {
		cancel()
		leave()
	}
	if rows, err = s.x.Matrix(ctx, in.request); err != nil {
		end()
	}
	return rows, end, err
}

type matrixWire struct {
	Network networkWire `json:"network"`
	Vehicle string      `json:"vehicle"`
	From    []string    `json:"from"`
	To      []string    `json:"to"`
}

// matrixJSON sends one array of rows a measure. They are written as text right
// away, which is a fifth of what numbers that may be null take.
func (s *server) matrixJSON(c *fiber.Ctx, in matrixInput) error {
	rows, end, err := s.rows(c, in)
	if err != nil {
		return err
	}
	defer end()
	texts := make([]bytes.Buffer, len(measures))
	sep := "["
	for row, err := range rows {
		if err != nil {
			return err
		}
		for i, m := range measures {
			texts[i].WriteString(sep)
			writeRow(&texts[i], m, row)
		}
		sep = ","
	}
	head, err := c.App().Config().JSONEncoder(matrixWire{s.network(), in.request.Haul.Vehicle.Code, in.from, in.to})
	if err != nil {
		return err
	}
	out := bytes.NewBuffer(head[:len(head)-1])
	for i, m := range measures {
		out.WriteString(`,"` + m.name + `":`)
		out.Write(texts[i].Bytes())
		out.WriteByte(']')
	}
	out.WriteByte('}')
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(out.Bytes())
}

func writeRow(w *bytes.Buffer, m measure, row []*geo.Haul) {
	sep := byte('[')
	for _, h := range row {
		w.WriteByte(sep)
		if v := m.value(h); math.IsNaN(v) {
			w.WriteString("null")
		} else {
			w.Write(strconv.AppendFloat(w.AvailableBuffer(), v, 'f', -1, 64))
		}
		sep = ','
	}
	w.WriteByte(']')
}

// matrixCSV sends a line for every pair as it is worked out. A fault on the way
// breaks the answer off, so that half a table is not taken for a whole one.
func (s *server) matrixCSV(c *fiber.Ctx, in matrixInput) error {
	rows, end, err := s.rows(c, in)
	if err != nil {
		return err
	}
	header := []string{"from", "to"}
	for _, m := range measures {
		header = append(header, m.sheet)
	}
	r, w := io.Pipe()
	go func() {
		defer end()
		err := sheet.Write(w, sheet.CSV, header, in.lines(rows))
		if err != nil {
			s.cfg.Log.Warn("matrix broken off", "error", err)
		}
		w.CloseWithError(err)
	}()
	attach(c, "text/csv; charset=utf-8", "hauls.csv")
	c.Context().SetBodyStream(r, -1)
	return nil
}

// lines returns the long form of a matrix.
func (in matrixInput) lines(rows iter.Seq2[[]*geo.Haul, error]) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		i := 0
		for row, err := range rows {
			if err != nil {
				yield(nil, err)
				return
			}
			for j, h := range row {
				line := []any{in.from[i], in.to[j]}
				for _, m := range measures {
					line = append(line, m.cell(h))
				}
				if !yield(line, nil) {
					return
				}
			}
			i++
		}
	}
}

// matrixXLSX sends a workbook with a sheet a measure.
func (s *server) matrixXLSX(c *fiber.Ctx, in matrixInput) error {
	rows, end, err := s.rows(c, in)
	if err != nil {
		return err
	}
	defer end()
	var names []string
	for _, m := range measures {
		names = append(names, m.sheet)
	}
	book, err := sheet.NewBook(names...)
	if err != nil {
		return err
	}
	defer book.Close()
	if err := in.fill(book, rows); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		return err
	}
	attach(c, xlsxType, "hauls.xlsx")
	return c.Send(out.Bytes())
}

func (in matrixInput) fill(book *sheet.Book, rows iter.Seq2[[]*geo.Haul, error]) error {
	header := []any{""}
	for _, name := range in.to {
		header = append(header, name)
	}
	for i := range measures {
		if err := book.Append(i, header); err != nil {
			return err
		}
	}
	n := 0
	for row, err := range rows {
		if err != nil {
			return err
		}
		for i, m := range measures {
			line := []any{in.from[n]}
			for _, h := range row {
				line = append(line, m.cell(h))
			}
			if err := book.Append(i, line); err != nil {
				return err
			}
		}
		n++
	}
	return nil
}

func attach(c *fiber.Ctx, kind, name string) {
	c.Attachment(name)
	c.Set(fiber.HeaderContentType, kind)
}

// matrixInput is what a matrix is asked with.
type matrixInput struct {
	request  exchange.MatrixRequest
	from, to []string // names
}
