// Package remotetest plays recorded road engines: tests ask it what they would
// ask the real one. Only test files import it.
package remotetest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Server is a recorded engine, with faults on request.
type Server struct {
	URL   *url.URL
	Asked atomic.Int64 // questions
	Drop  atomic.Int64 // so many connections are dropped before an answer
	Break atomic.Int64 // so many answers are 503
	Slow  atomic.Int64 // answers take so long, ns
	turns []turn
}

// turn is a question and its answer.
type turn struct {
	method, path string
	question     string // body, JSON
	status       int
	answer       string
}

// New returns a server of the turns in the files *.http of dir. Each begins
// with method and path; the question's body follows up to a line "---", then
// the status and the answer's body.
func New(t testing.TB, dir string) *Server {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.http"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no turns in %s: %v", dir, err)
	}
	s := &Server{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s.turns = append(s.turns, parse(t, file, string(text)))
	}
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	if s.URL, err = url.Parse(h.URL); err != nil {
		t.Fatal(err)
	}
	return s
}

func parse(t testing.TB, file, text string) turn {
	t.Helper()
	question, answer, two := strings.Cut(text, "---\n")
	line, body, _ := strings.Cut(question, "\n")
	method, path, named := strings.Cut(line, " ")
	status, rest, _ := strings.Cut(answer, "\n")
	code, err := strconv.Atoi(status)
	if !two || !named || err != nil {
		t.Fatalf("%s is no turn", file)
	}
	return turn{method, path, strings.TrimSpace(body), code, rest}
}

// ServeHTTP plays the turn that was asked for, or answers 500.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Asked.Add(1)
	time.Sleep(time.Duration(s.Slow.Load()))
	if s.Drop.Add(-1) >= 0 {
		panic(http.ErrAbortHandler)
	}
	if s.Break.Add(-1) >= 0 {
		http.Error(w, "no healthy upstream", http.StatusServiceUnavailable)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	for _, t := range s.turns {
		if t.method == r.Method && t.path == r.URL.RequestURI() && alike(t.question, body) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(t.status)
			_, _ = io.WriteString(w, t.answer) // the client may be gone
			return
		}
	}
	http.Error(w, "not recorded: "+r.Method+" "+r.URL.RequestURI()+" "+string(body), http.StatusInternalServerError)
}

// alike compares JSON.
func alike(want string, got []byte) bool {
	if want == "" {
		return len(bytes.TrimSpace(got)) == 0
	}
	var a, b any
	return json.Unmarshal([]byte(want), &a) == nil && json.Unmarshal(got, &b) == nil && reflect.DeepEqual(a, b)
}
