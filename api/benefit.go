package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

type signatureWire struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

func wireSignature(s programme.Signature) *signatureWire {
	if s.At.IsZero() {
		return nil
	}
	return &signatureWire{s.By, s.At}
}

type benefitWire struct {
	ID          int64                 `json:"id"`
	ProgrammeID int64                 `json:"programme_id"`
	SynergyID   *int64                `json:"synergy_id"`
	Synergy     *string               `json:"synergy"`
	Metric      programme.Metric      `json:"metric"`
	Side        geo.Role              `json:"side"`
	Value       float64               `json:"value"`
	Unit        programme.BenefitUnit `json:"unit"`
	PerYear     *float64              `json:"per_year"`
	Attribution geo.Share             `json:"attribution"`
	Counted     float64               `json:"counted"`
	From        string                `json:"from"`
	Until       string                `json:"until"`
	Persists    *float64              `json:"persists_years"`
	Baseline    string                `json:"baseline"`
	Method      string                `json:"method"`
	Source      string                `json:"source"`
	Status      programme.Status      `json:"status"`
	FirmID      *int64                `json:"firm_id"`
	Claimed     *signatureWire        `json:"claimed"`
	Checked     *signatureWire        `json:"checked"`
	Verified    *signatureWire        `json:"verified"`
	Why         *string               `json:"why"`
	Evidence    []fileWire            `json:"evidence"`
	Demo        bool                  `json:"demo"`
}

func wireBenefit(b programme.Benefit) benefitWire {
	w := benefitWire{ID: b.ID, ProgrammeID: b.ProgrammeID, SynergyID: known(b.SynergyID), Synergy: orNull(b.SynergyTitle), Metric: b.Metric, Side: b.Side,
		Value: b.Value, Unit: b.Unit, PerYear: b.PerYear, Attribution: b.Attribution, Counted: b.Counted(),
		From: b.From.Format(time.DateOnly), Until: b.Until.Format(time.DateOnly), Persists: b.Persists, Baseline: b.Baseline, Method: b.Method,
		Source: b.Source, Status: b.Status, FirmID: known(b.FirmID), Claimed: wireSignature(b.Claimed), Checked: wireSignature(b.Checked),
		Verified: wireSignature(b.Verified), Why: orNull(b.Why), Evidence: make([]fileWire, len(b.Evidence)), Demo: b.Demo}
	for i, f := range b.Evidence {
		w.Evidence[i] = wireFile(f)
	}
	return w
}

type benefitBody struct {
	Metric      programme.Metric      `json:"metric"`
	Side        geo.Role              `json:"side"`
	Value       float64               `json:"value"`
	Unit        programme.BenefitUnit `json:"unit"`
	Attribution *float64              `json:"attribution"`
	From        *string               `json:"from"`
	Until       *string               `json:"until"`
	Persists    *float64              `json:"persists_years"`
	Baseline    string                `json:"baseline"`
	Method      string                `json:"method"`
	Evidence    []int64               `json:"evidence"`
	AsFirm      int64                 `json:"as_firm"`
}

// benefit returns what b says of a synergy; what is left out is as usual.
func (b benefitBody) benefit(synergy int64) (programme.Benefit, error) {
	var errs geo.FieldErrors
	out := programme.Benefit{SynergyID: synergy, Metric: b.Metric, Side: b.Side, Value: b.Value, Unit: b.Unit, Attribution: 1,
		From: date(&errs, "from", b.From), Until: date(&errs, "until", b.Until), Persists: b.Persists, Baseline: b.Baseline, Method: b.Method}
	if b.Attribution != nil {
		out.Attribution = geo.Share(*b.Attribution)
	}
	if units := b.Metric.Units(); b.Unit == "" {
		out.Unit = units[0]
	}
	return out, errs.Err()
}

func (s *server) synergyBenefits(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	l, err := s.x.SynergyLedger(c.UserContext(), n)
	if err != nil {
		return err
	}
	w, err := s.wireLedger(c, l)
	if err != nil {
		return err
	}
	return c.JSON(w)
}

func (s *server) postBenefit(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b benefitBody
	if err := body(c, &b); err != nil {
		return err
	}
	claim, err := b.benefit(n)
	if err != nil {
		return err
	}
	stored, err := s.x.ClaimBenefit(c.UserContext(), claim, b.AsFirm, b.Evidence)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(wireBenefit(stored))
}

// judgeBenefit changes an entry's status and adds evidence; with no status it
// adds evidence alone.
func (s *server) judgeBenefit(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	which, err := id(c, "benefit")
	if err != nil {
		return err
	}
	var b struct {
		Status   programme.Status `json:"status"`
		Why      string           `json:"why"`
		Evidence []int64          `json:"evidence"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	var stored programme.Benefit
	if b.Status == "" {
		stored, err = s.x.ProveBenefit(c.UserContext(), n, which, b.Evidence)
	} else {
		stored, err = s.x.JudgeBenefit(c.UserContext(), n, which, programme.Judgement{To: b.Status, Why: b.Why}, b.Evidence)
	}
	if err != nil {
		return err
	}
	return c.JSON(wireBenefit(stored))
}

func (q *query) ledger() programme.LedgerFilter {
	from, until := q.text("from"), q.text("until")
	return programme.LedgerFilter{ProgrammeID: int64(q.integer("programme", 0, 0, 1<<31)), ZoneID: int64(q.integer("zone", 0, 0, 1<<31)),
		FirmID: int64(q.integer("firm", 0, 0, 1<<31)), Sector: q.text("sector"), Metric: programme.Metric(q.text("metric")),
		Status: programme.Status(q.text("status")), From: date(&q.errs, "from", &from), Until: date(&q.errs, "until", &until)}
}

// benefits tells the ledger that a filter leaves, added up, as JSON, an XLSX
// workbook or a PDF.
func (s *server) benefits(c *fiber.Ctx) error {
	q := query{c: c}
	f, lang, format := q.ledger(), q.lang(), q.text("format")
	if format != "" && format != "json" && format != "xlsx" && format != "pdf" {
		q.bad("format", "unknown", "%q is neither json, xlsx nor pdf", format)
	}
	if err := q.errs.Err(); err != nil {
		return err
	}
	l, err := s.x.Ledger(c.UserContext(), f)
	if err != nil {
		return err
	}
	w, err := s.wireLedger(c, l)
	if err != nil {
		return err
	}
	switch format {
	case "xlsx":
		return sendLedgerBook(c, w, f, lang)
	case "pdf":
		return sendLedgerPaper(c, w, f, lang)
	}
	return c.JSON(w)
}

type programmeBody struct {
	Code  string  `json:"code"`
	Name  words   `json:"name"`
	From  *string `json:"from"`
	Until *string `json:"until"`
}

func (s *server) postProgramme(c *fiber.Ctx) error {
	var b programmeBody
	if err := body(c, &b); err != nil {
		return err
	}
	var errs geo.FieldErrors
	p := programme.Programme{Code: b.Code, NameTR: b.Name.TR, NameEN: b.Name.EN, From: date(&errs, "from", b.From), Until: date(&errs, "until", b.Until)}
	if err := errs.Err(); err != nil {
		return err
	}
	n, err := s.x.AddProgramme(c.UserContext(), p)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"id": n})
}
