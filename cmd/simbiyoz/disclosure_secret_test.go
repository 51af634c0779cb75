package main

import (
	"archive/zip"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"math"
	"os/exec"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// secrets are what is looked for in answers. The canaries' own figures, and
// those of their matches, have nine digits or more, and their places are told to
// the metre: by chance none of them is met.
type secrets struct {
	words  []string
	tax    map[string]bool
	exact  []float64         // figures, rising
	points map[[2]int64]bool // places, by squares
}

// secretFigures are what canaries have, and what their matches come to between their
// true places with their true quantities.
const secretFigures = `
WITH r AS (SELECT r.* FROM resource AS r JOIN firm AS f ON f.id = r.firm_id WHERE f.ref LIKE 'gizli-%'),
     m AS (SELECT m.* FROM match AS m WHERE m.source_id IN (SELECT id FROM r) OR m.sink_id IN (SELECT id FROM r))
SELECT v FROM (SELECT quantity FROM r UNION ALL SELECT rate FROM r UNION ALL SELECT price_try_t FROM r UNION ALL SELECT min_lot FROM r
    UNION ALL SELECT fate_cost_try_t FROM r UNION ALL SELECT (composition -> 0 ->> 'Value')::float8 FROM r
    UNION ALL SELECT dock_t FROM site AS s JOIN firm AS f ON f.id = s.firm_id WHERE f.ref LIKE 'gizli-%'
    UNION ALL SELECT road_m FROM m UNION ALL SELECT benefit_try FROM m UNION ALL SELECT expected_try FROM m UNION ALL SELECT co2e_kg FROM m
    UNION ALL SELECT break_even_m FROM m UNION ALL SELECT rate FROM m) AS f (v) WHERE v <> 0`

// secretPlaces are where canaries are, in every reference system that is served.
const secretPlaces = `
SELECT ST_X(t.p), ST_Y(t.p) FROM site AS s JOIN firm AS f ON f.id = s.firm_id
CROSS JOIN unnest(ARRAY[4326, 3857, 5253, 23035]) AS crs CROSS JOIN LATERAL (SELECT ST_Transform(s.place, crs)) AS t (p) WHERE f.ref LIKE 'gizli-%'`

// secretsOf gathers what is secret of canaries to everybody but their owners.
func secretsOf(t *testing.T, h *house, ctx context.Context, w secretWorld, hidden []canary) *secrets {
	t.Helper()
	s := &secrets{words: []string{w.word, w.phone, strings.ToLower(w.name), "zumrut"}, tax: map[string]bool{}, points: map[[2]int64]bool{}}
	for _, c := range hidden {
		s.tax[c.tax] = true
	}
	var x, y float64
	rows, _ := h.pool.Query(ctx, secretPlaces)
	_, err := pgx.ForEachRow(rows, []any{&x, &y}, func() error {
		s.place(x, y)
		s.place(y, x)
		return nil
	})
	check(t, err)
	var v float64
	rows, _ = h.pool.Query(ctx, secretFigures)
	_, err = pgx.ForEachRow(rows, []any{&v}, func() error {
		if digits(strconv.FormatFloat(v, 'e', 11, 64)) >= unmistakable { // of 561.5999999999999 there are four
			s.exact = append(s.exact, math.Abs(v))
		}
		return nil
	})
	check(t, err)
	sort.Float64s(s.exact)
	s.exact = slices.Compact(s.exact)
	if len(s.exact) < 10*canaries {
		t.Fatalf("only %d figures are unmistakable", len(s.exact))
	}
	return s
}

// unmistakable is from how many digits on a figure is met by chance in none of
// some ten million.
const unmistakable = 9

// digits counts the significant digits of a number as it is written.
func digits(written string) int {
	mantissa, _, _ := strings.Cut(written, "e")
	mantissa = strings.TrimLeft(strings.Replace(mantissa, ".", "", 1), "-0")
	return len(strings.TrimRight(mantissa, "0"))
}

// tells reports whether a figure is secret, in the unit that it is kept in or a
// thousandth of it.
func (s *secrets) tells(written string, v float64) bool {
	n := digits(written)
	if n < unmistakable {
		return false
	}
	near := 0.6 * math.Pow10(1-min(n, 15))
	for _, v := range []float64{v, 1000 * v, v / 1000} {
		i := sort.SearchFloat64s(s.exact, v*(1-near))
		if i < len(s.exact) && s.exact[i] <= v*(1+near) {
			return true
		}
	}
	return false
}

// square returns the square of half a metre that a place in degrees, or in
// metres, lies in.
func square(x, y float64) [2]int64 {
	if math.Abs(x) > 1000 {
		return [2]int64{int64(2 * x), int64(2 * y)}
	}
	return [2]int64{int64(x * 2e5), int64(y * 2e5)}
}

func (s *secrets) place(x, y float64) {
	at := square(x, y)
	for dx := int64(-1); dx <= 1; dx++ {
		for dy := int64(-1); dy <= 1; dy++ {
			s.points[[2]int64{at[0] + dx, at[1] + dy}] = true
		}
	}
}

// numberAt returns how long the number is that begins at i, 0 when none does.
func numberAt(text string, i int) int {
	digits := func(k int) int {
		for k < len(text) && text[k] >= '0' && text[k] <= '9' {
			k++
		}
		return k
	}
	k := digits(i)
	if k == i {
		return 0
	}
	if k < len(text) && text[k] == '.' && digits(k+1) > k+1 {
		k = digits(k + 1)
	}
	if k+1 < len(text) && text[k] == 'e' {
		if end := digits(k + 2); end > k+2 || digits(k+1) > k+1 {
			k = max(end, digits(k+1))
		}
	}
	return k - i
}

// in returns what of s a text tells, empty when nothing.
func (s *secrets) in(text string) string {
	low := strings.ToLower(text)
	for _, w := range s.words {
		if i := strings.Index(low, w); i >= 0 {
			return low[max(0, i-30):min(len(low), i+40)]
		}
	}
	last, end := 0.0, -10
	for i, n := 0, 0; i < len(text); i += max(n, 1) {
		if n = numberAt(text, i); n < 4 {
			continue
		}
		written := text[i : i+n]
		if s.tax[written] {
			return "tax number " + written
		}
		v, err := strconv.ParseFloat(written, 64)
		if err != nil {
			continue
		}
		if s.tells(written, v) {
			return text[max(0, i-40):i] + "figure " + written
		}
		if i-end < 30 && s.points[square(last, v)] {
			return fmt.Sprintf("place %v %v", last, v)
		}
		last, end = v, i+n
	}
	return ""
}

var pageToken = regexp.MustCompile(`after=([\w-]{8,})`)

// plain returns what an answer holds as text: of workbooks and archives the
// parts, of paper what is printed, of pages also what their tokens say.
func plain(t testing.TB, raw string) string {
	t.Helper()
	if book, err := zip.NewReader(strings.NewReader(raw), int64(len(raw))); strings.HasPrefix(raw, "PK") && err == nil {
		var text strings.Builder
		for _, f := range book.File {
			part, err := f.Open()
			check(t, err)
			_, err = io.Copy(&text, part)
			check(t, err)
		}
		return text.String()
	}
	if strings.HasPrefix(raw, "%PDF") {
		cmd := exec.Command("pdftotext", "-layout", "-", "-")
		cmd.Stdin = strings.NewReader(raw)
		text, err := cmd.Output()
		check(t, err)
		return string(text)
	}
	text := raw
	for _, m := range pageToken.FindAllStringSubmatch(text, -1) {
		if told, err := base64.RawURLEncoding.DecodeString(m[1]); err == nil {
			text += "\n" + string(told)
		}
	}
	return text
}

// matched returns numberMatched of an answer, -1 without.
func matched(text string) int {
	_, rest, ok := strings.Cut(text, `"numberMatched":`)
	if !ok {
		return -1
	}
	n, err := strconv.Atoi(rest[:numberAt(rest, 0)])
	if err != nil {
		return -1
	}
	return n
}
