package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/demo"
	"simbiyoz/geo/programme"
)

// TestDemoTellsAStory: the demo has synergies in many stages, a ledger with
// claimed and verified benefits, agreed and evidenced flows, and an audit trail
// whose seals hold until somebody alters a row by hand.
func TestDemoTellsAStory(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	for range 2 { // the second time there is nothing to tell
		if err := h.tellStory(demoTeller(ctx)); err != nil {
			t.Fatal(err)
		}
	}
	all, err := h.x.Synergies(ctx, programme.Filter{})
	if err != nil || len(all) != len(demo.Story) {
		t.Fatalf("%d synergies, %v", len(all), err)
	}
	stages := map[programme.Stage]int{}
	for _, y := range all {
		stages[y.Stage]++
		if !y.Demo {
			t.Errorf("synergy %d does not say that it is invented", y.ID)
		}
	}
	if len(stages) < 7 {
		t.Errorf("stages %v", stages)
	}
	l, err := h.x.Ledger(ctx, programme.LedgerFilter{})
	if err != nil || len(l.Totals) < 4 || l.Totals[0].Claimed == 0 || l.Totals[0].Verified == 0 || l.Totals[0].Demo != l.Totals[0].Entries {
		t.Errorf("ledger %+v, %v", l.Totals, err)
	}
	if err := h.x.RenewFlows(ctx, time.Now()); err != nil {
		t.Fatal(err)
	}
	for _, kind := range geo.FlowKinds {
		flows, _, err := h.x.Flows(ctx, geo.FlowFilter{Kind: kind, Level: geo.OfRegion})
		if err != nil || len(flows) == 0 {
			t.Errorf("no %s flows, %v", kind, err)
		}
	}
	verifyByHand(ctx, t, h)
}

// verifyByHand holds that audit verify passes, and after a row is altered names
// it and fails.
func verifyByHand(ctx context.Context, t *testing.T, h *house) {
	t.Helper()
	cfg := testConfig(h.cfg.database)
	cfg.data = h.cfg.data
	var out bytes.Buffer
	if err := (auditVerifyCmd{}).Run(ctx, cfg, streams{&out, io.Discard}); err != nil || !strings.Contains(out.String(), "rows checked, ok; last seal ") {
		t.Fatalf("untouched: %v %s", err, out.String())
	}
	noted := strings.TrimSpace(out.String()[strings.LastIndex(out.String(), " ")+1:])
	if err := (auditVerifyCmd{Noted: noted}).Run(ctx, cfg, streams{io.Discard, io.Discard}); err != nil {
		t.Errorf("against the noted seal: %v", err)
	}
	tx, err := h.pool.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(ctx)
	var id int64
	if _, err := tx.Exec(ctx, `SET LOCAL session_replication_role = replica`); err != nil {
		t.Fatal(err)
	}
	if err := tx.QueryRow(ctx, `UPDATE audit SET actor = 'nobody' WHERE id = (SELECT max(id) - 3 FROM audit) RETURNING id`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if err := (auditVerifyCmd{}).Run(ctx, cfg, streams{io.Discard, io.Discard}); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("row %d:", id)) {
		t.Errorf("row %d altered: %v", id, err)
	}
}

// TestPrivacy: who has an account sees what is kept about them, agrees and
// withdraws, and leaves; sums and the audit trail stay.
func TestPrivacy(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	var id int64
	if err := h.pool.QueryRow(ctx, `INSERT INTO account (mail, name, language, password) VALUES ('ayse@example.org', 'Ayşe', 'tr', 'geheim') RETURNING id`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	me := geo.WithViewer(geo.As(ctx, fmt.Sprintf("user:%d", id)), geo.Viewer{UserID: id, Standing: geo.Expert})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(h.x.Consent(me, programme.Consent{Kind: "mail", Version: 1, Given: true}))
	must(h.x.Consent(me, programme.Consent{Kind: "mail", Version: 1}))
	if err := h.x.Consent(me, programme.Consent{Kind: "mail", Version: 9, Given: true}); err == nil {
		t.Error("agreed to a version that is not there")
	}
	if said, err := h.x.Consents(me); err != nil || len(said) != 1 || said[0].Given {
		t.Errorf("said %+v, %v", said, err)
	}
	data, err := h.x.PersonData(me)
	must(err)
	if text := string(data); !strings.Contains(text, "ayse@example.org") || strings.Contains(text, "geheim") || !strings.Contains(text, `"consents"`) {
		t.Errorf("data %s", text)
	}
	if n, _, err := h.x.AddConsentText(ctx, programme.ConsentText{Kind: "mail", TextTR: "a", TextEN: "b"}); err != nil || n != 2 {
		t.Errorf("next version %d, %v", n, err)
	}
	if _, _, err := h.x.AddConsentText(me, programme.ConsentText{Kind: "mail", TextTR: "a", TextEN: "b"}); err == nil {
		t.Error("anybody writes texts")
	}
	if err := h.x.ForgetMe(me, "ali@example.org"); err == nil || !strings.Contains(err.Error(), "mail") {
		t.Errorf("gone by another's mail: %v", err)
	}
	must(h.x.ForgetMe(me, "Ayse@example.org"))
	if _, err := h.x.PersonData(me); err == nil {
		t.Error("is still there")
	}
	var named int
	must(h.pool.QueryRow(ctx, `SELECT count(*) FROM audit AS a WHERE to_jsonb(a)::text ~* 'ayse|Ayşe'`).Scan(&named))
	if named != 0 {
		t.Errorf("%d rows of the audit trail name her", named)
	}
	if check, err := h.x.VerifyAudit(ctx, geo.Seal{}); err != nil || check.Bad != 0 {
		t.Errorf("audit %+v, %v", check, err)
	}
	must(h.x.Retain(ctx, programme.Retention{Notices: time.Hour, Names: time.Hour}))
}
