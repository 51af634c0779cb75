package main

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/api"
)

const (
	csvType = "text/csv; charset=utf-8"
	seqType = "application/geo+json-seq"
)

// post sends a table and returns status and answer.
func post(t *testing.T, app *fiber.App, path, media, body string) (int, string) {
	t.Helper()
	got := send(t, app, http.MethodPost, path, body, "Content-Type", media)
	return got.status, got.text
}

func TestIngest(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	const firms, resources = "/ogc/collections/firms/items", "/ogc/collections/resources/items"
	const two = "\x1e{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[27.1,38.4]},\"properties\":{\"ref\":\"s-1\",\"name\":\"Bir\",\"nace\":\"23.51\"}}\n" +
		"\x1e{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[27.2,38.5]},\"properties\":{\"ref\":\"s-2\",\"name\":\"İki\",\"nace\":\"23.51\"}}\n"
	const bad = "ref,name,nace,lon,lat\nb-1,Üç,23.51,27.1,38.4\nb-2,Dört,x,27.1,38.4\n"
	const orphan = "ref,firm_ref,role,title,material,quantity\no-1,s-1,source,Cüruf,100202,5\no-2,nobody,source,Cüruf,100202,5\n"
	for _, c := range []struct {
		path, media, body string
		status            int
		want              string
	}{
		{firms, seqType, two, 200, `{"rows":2,"inserted":2,"updated":0,"unchanged":0,"errors":[]}`},
		{firms, "application/x-ndjson", strings.ReplaceAll(two, "\x1e", ""), 200, `{"rows":2,"inserted":0,"updated":0,"unchanged":2,"errors":[]}`},
		{firms, csvType, bad, 400, `"row":3,"field":"nace","code":"format"`},
		{firms + "?on_error=skip", csvType, bad, 200, `{"rows":2,"inserted":1,"updated":0,"unchanged":0,"errors":[{"row":3,"field":"nace"`},
		{resources, csvType, orphan, 400, `"row":3,"field":"firm_ref","code":"unknown"`},
		{resources + "?on_error=skip", csvType, orphan, 200, `{"rows":2,"inserted":1,"updated":0,"unchanged":0,"errors":[{"row":3,"field":"firm_ref"`},
		{firms + "?on_error=maybe", csvType, bad, 400, `"field":"on_error"`},
		{firms, seqType, "\x1e{", 400, `"field":"body"`},
		{firms, "image/png", "x", 415, ""},
		{"/ogc/collections/matches/items", csvType, "a\n1\n", 405, ""},
		{"/ogc/collections/nothing/items", csvType, "a\n1\n", 404, ""},
	} {
		if status, text := post(t, app, c.path, c.media, c.body); status != c.status || !strings.Contains(text, c.want) {
			t.Errorf("%s as %s: %d %s, want %d %s", c.path, c.media, status, text, c.status, c.want)
		}
	}
	var n int
	if err := h.pool.QueryRow(ctx, `SELECT count(*) FROM firm WHERE ref IN ('s-1', 's-2', 'b-1', 'b-2')`).Scan(&n); err != nil || n != 3 {
		t.Errorf("%d firms are stored, %v", n, err)
	}

	t.Run("a table that is longer than a body may be comes as a stream", func(t *testing.T) {
		base := serve(t, h, api.Config{})
		send := func(table string) (int, string) {
			read, write := io.Pipe()
			go func() { _, _ = io.WriteString(write, table); write.Close() }()
			res, err := http.Post(base+resources, csvType, read) // in chunks: nobody knows how long it is
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			text, err := io.ReadAll(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			return res.StatusCode, string(text)
		}
		var b strings.Builder
		b.WriteString("ref,firm_ref,role,title,material,quantity,packaging\n")
		packaging := strings.Repeat("x", 900)
		for i := range 10_000 {
			fmt.Fprintf(&b, "t-%d,s-1,source,Cüruf %d,100202,%d,%s\n", i, i, i+1, packaging)
		}
		if b.Len() < 9_000_000 {
			t.Fatal(b.Len())
		}
		if status, text := send(b.String() + "t-1,s-1,source,Cüruf,100202,1,\n"); status != 400 || !strings.Contains(text, `"row":10002,"field":"ref","code":"twice"`) {
			t.Errorf("%d %.300s", status, text)
		}
		if status, text := send(b.String() + "t-x,s-1,source,Cüruf,100202,many,\n"); status != 400 || !strings.Contains(text, `"row":10002,"field":"quantity"`) {
			t.Errorf("%d %.300s", status, text)
		}
		if status, text := send(b.String()); status != 200 || !strings.Contains(text, `"inserted":10000`) {
			t.Errorf("%d %.300s", status, text)
		}
		res, err := http.Post(base+"/api/v1/resources", "application/json", strings.NewReader(b.String()))
		if err != nil {
			return // it was refused before all of it was sent
		}
		res.Body.Close()
		if res.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("what is no table may be as long: %d", res.StatusCode)
		}
	})

	t.Run("who may not write is told so", func(t *testing.T) {
		closed := api.New(h.x, api.Config{Log: slog.New(slog.DiscardHandler)})
		if status, text := post(t, closed, firms, csvType, bad); status != 403 {
			t.Errorf("%d %s", status, text)
		}
	})
}
