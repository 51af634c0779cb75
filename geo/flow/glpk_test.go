package flow

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// BenchmarkGLPK hands the smallest region to glpsol, where that is installed,
// and fails where its optimum is another.
func BenchmarkGLPK(b *testing.B) {
	p := region(1, 1_000, 20)
	a, err := Solve(b.Context(), p)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		got := glpsol(b.Context(), b, p)
		if want := float64(p.Total(a.Flow)); math.Abs(got/want-1) > 1e-7 {
			b.Fatalf("glpsol finds %v, we %v", got, want)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/op")
}

// TestSolveEqualsGLPK holds the answer to a sparse problem of 1,000 × 1,000
// against a public solver of linear programmes.
func TestSolveEqualsGLPK(t *testing.T) {
	t.Parallel()
	p := region(2, 1_000, 8)
	a, err := Solve(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	prove(t, p, a)
	if got, want := glpsol(t.Context(), t, p), float64(p.Total(a.Flow)); math.Abs(got/want-1) > 1e-7 {
		t.Errorf("glpsol finds %v, we %v", got, want)
	}
}

// glpsol returns the optimum of p by GLPK, lira.
func glpsol(ctx context.Context, t testing.TB, p Problem) float64 {
	t.Helper()
	if _, err := exec.LookPath("glpsol"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("glpsol is not installed: make install-test")
		}
		t.Skip("glpsol is not installed")
	}
	dir := t.TempDir()
	model, answer := filepath.Join(dir, "p.lp"), filepath.Join(dir, "p.out")
	if err := os.WriteFile(model, []byte(linear(p)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(ctx, "glpsol", "--lp", model, "--write", answer).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(answer)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 0 && f[0] == "s" { // s bas ROWS COLUMNS f f OPTIMUM
			v, err := strconv.ParseFloat(f[len(f)-1], 64)
			if err != nil {
				t.Fatal(err)
			}
			return v / kurusKg
		}
	}
	t.Fatalf("glpsol tells no optimum: %s", text[:min(len(text), 200)])
	return 0
}

// linear writes p in CPLEX's LP format.
func linear(p Problem) string {
	var out strings.Builder
	w := bufio.NewWriter(&out)
	fmt.Fprint(w, "Maximize\n gain:")
	rows := [2]map[int32][]int{{}, {}}
	for i, e := range p.Edges {
		fmt.Fprintf(w, " %+d x%d\n", e.Gain, i)
		rows[0][e.Source] = append(rows[0][e.Source], i)
		rows[1][e.Sink] = append(rows[1][e.Sink], i)
	}
	fmt.Fprintln(w, "Subject To")
	for side, most := range [][]Kg{p.Supply, p.Demand} {
		for k, edges := range rows[side] {
			fmt.Fprintf(w, " r%d_%d:", side, k)
			for _, i := range edges {
				fmt.Fprintf(w, " + x%d\n", i)
			}
			fmt.Fprintf(w, " <= %d\n", most[k])
		}
	}
	fmt.Fprintln(w, "End")
	w.Flush()
	return out.String()
}
