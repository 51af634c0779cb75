package main

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// summed are routes whose figures are made of many firms', hidden ones among
// them: they may change with what is hidden, as far as subtract lets them; and
// what tells who asks of themselves, with the time of day.
var summed = regexp.MustCompile(`/flows|/report|^/tiles/|/tiles/WebMercatorQuad/|/privacy/data|/me/sessions|format=xlsx`)

// compare holds what was answered in another world against what is answered in
// this one.
func (a *spy) compare(before map[string]string) {
	compared := 0
	for path, was := range before {
		is, again := a.told[path]
		if !again || summed.MatchString(path) {
			continue
		}
		compared++
		if was, is = steady(was), steady(is); was != is {
			a.apart(path, was, is)
		}
	}
	a.t.Logf("%s: %d answers are the same whatever is hidden", a.name, compared)
}

// pairsOf returns the matches that others may be shown.
func pairsOf(t *testing.T, h *house, ctx context.Context) map[[2]int64]bool {
	t.Helper()
	out := map[[2]int64]bool{}
	var pair [2]int64
	rows, _ := h.pool.Query(ctx, `SELECT source_id, sink_id FROM match WHERE shown_score IS NOT NULL`)
	_, err := pgx.ForEachRow(rows, []any{&pair[0], &pair[1]}, func() error { out[pair] = true; return nil })
	check(t, err)
	return out
}

// edge holds how many matches come and go with what is hidden: of the pairs of a
// resource the best fifty by true figures are kept, so that which is the
// fiftieth tells a little of what it was chosen by.
func edge(t *testing.T, before, after map[[2]int64]bool) {
	t.Helper()
	changed := 0
	for pair := range before {
		if !after[pair] {
			changed++
		}
	}
	t.Logf("%d of %d matches stand no more in another world", changed, len(before))
	if changed > len(before)/100 {
		t.Errorf("%d of %d matches come and go with what is hidden", changed, len(before))
	}
}

var (
	timeless = regexp.MustCompile(`"timeStamp":"[^"]+"`)
	fleeting = regexp.MustCompile(`"timeStamp":"[^"]+"|"matches":\d+|"numberMatched":\d+|"numberReturned":\d+|"next":"[^"]*"|"order_probability":[^,]+,"tie":[^,]+|"lists":\{[^}]*\}`)
	long     = regexp.MustCompile(`\d+\.\d{9,}`) // ends in what adding up in another order comes to
)

// steady takes out of an answer when it was given, how many matches there are and
// how many lists of them, and how sure the order is of two that stand one after the other.
func steady(text string) string {
	text = long.ReplaceAllStringFunc(fleeting.ReplaceAllString(text, `"":0`), func(written string) string {
		v, err := strconv.ParseFloat(written, 64)
		if err != nil {
			return written
		}
		return strconv.FormatFloat(v, 'g', 10, 64)
	})
	return text
}

// apart tells in what two answers differ: lists of matches may differ in which
// there are, but not in what is told of one.
func (a *spy) apart(path, was, is string) {
	rows, others := rowsOf(was), rowsOf(is)
	for id, row := range rows {
		other, both := others[id]
		if row != other && (both || !strings.Contains(path, "match")) {
			at := 0
			for at < min(len(row), len(other)) && row[at] == other[at] {
				at++
			}
			at = max(0, at-60)
			a.leak(path, fmt.Sprintf("tells two worlds apart: %.150s, %.150s", row[at:], other[min(at, len(other)):]))
			return
		}
	}
	if len(rows) == 0 {
		a.leak(path, fmt.Sprintf("tells two worlds apart: %.200s, %.200s", was, is))
	}
}

// rowsOf returns the features of an answer by their ids.
func rowsOf(text string) map[string]string {
	var page struct{ Features, Matches []json.RawMessage }
	if json.Unmarshal([]byte(text), &page) != nil {
		return nil
	}
	out := map[string]string{}
	for _, row := range append(page.Features, page.Matches...) {
		var named struct{ ID any }
		if json.Unmarshal(row, &named) == nil {
			out[fmt.Sprint(named.ID)] = string(row)
		}
	}
	return out
}
