package ogc

// Collections are what is shown, in the order in which they are listed.
var Collections = []Collection{
	{
		ID: "zones", Shape: Outline, TR: "Bölgeler", EN: "Zones",
		AboutTR: "Organize sanayi bölgeleri, serbest bölgeler ve sanayi siteleri", AboutEN: "Organised industrial zones, free zones and industrial estates",
		Properties: []Property{
			{"code", Text, "kod", "code", ""}, {"name", Text, "ad", "name", ""}, {"name_en", Text, "İngilizce ad", "English name", ""},
			{"kind", Text, "tür", "kind", ""}, {"district", Text, "ilçe", "district", ""}, {"manager", Text, "yönetici", "manager", ""},
			{"accuracy_m", Number, "sınırın doğruluğu", "accuracy of the outline", "m"}, {"source", Text, "kaynak", "source", ""},
		},
	},
	{
		ID: "firms", Shape: MultiPoint, TR: "Firmalar", EN: "Firms",
		AboutTR: "Firmalar; geometri, tesislerinin yerleridir", AboutEN: "Firms; the geometry is the places of their sites",
		Properties: []Property{
			{"ref", Text, "referans", "reference", ""}, {"name", Text, "ad", "name", ""}, {"nace", Text, "NACE sınıfı", "NACE class", ""},
			{"demo", Bool, "kurmaca", "invented", ""}, {"sites", Integer, "tesis sayısı", "number of sites", ""},
		},
	},
	{
		ID: "sites", Shape: Point, TR: "Tesisler", EN: "Sites",
		AboutTR: "Firmaların yerleri", AboutEN: "Places of firms",
		Properties: []Property{
			{"firm_id", Integer, "firma", "firm", ""}, {"firm", Text, "firma adı", "firm's name", ""}, {"name", Text, "ad", "name", ""},
			{"zone_id", Integer, "bölge", "zone", ""}, {"zone", Text, "bölge kodu", "zone's code", ""},
			{"dock_t", Number, "rampada en ağır araç", "heaviest lorry at the dock", "t"}, {"dock_height_m", Number, "rampada en yüksek araç", "highest lorry at the dock", "m"},
		},
	},
	{
		ID: "resources", Shape: Point, TR: "Kaynaklar", EN: "Resources", Since: "from_on", Until: "until_on",
		AboutTR: "Firmaların verdikleri ve aradıkları", AboutEN: "What firms give and could take",
		Properties: []Property{
			{"role", Text, "rol", "role", ""}, {"title", Text, "başlık", "title", ""}, {"category", Text, "tür", "category", ""},
			{"material", Text, "malzeme kodu", "material's code", ""}, {"group", Text, "malzeme grubu", "material's group", ""}, {"hazard", Text, "tehlikelilik", "hazard", ""},
			{"quantity", Number, "miktar", "quantity", ""}, {"unit", Text, "birim", "unit", ""}, {"every", Text, "sıklık", "interval", ""}, {"rate", Number, "yıllık miktar", "quantity a year", ""},
			{"rate_low", Number, "yıllık miktar aralığının altı", "lower end of the quantity's band", ""}, {"rate_high", Number, "yıllık miktar aralığının üstü", "upper end of the quantity's band", ""},
			{"hidden", Bool, "gizli", "hidden", ""},
			{"form", Text, "biçim", "form", ""}, {"legal", Text, "hukuki durum", "legal status", ""}, {"price_try_t", Number, "fiyat", "price", "TRY/t"},
			{"from_on", Date, "başlangıç", "from", ""}, {"until_on", Date, "bitiş", "until", ""}, {"confirmed_on", Date, "teyit tarihi", "confirmed on", ""},
			{"firm_id", Integer, "firma", "firm", ""}, {"firm", Text, "firma adı", "firm's name", ""}, {"nace", Text, "NACE sınıfı", "NACE class", ""},
			{"zone_id", Integer, "bölge", "zone", ""}, {"zone", Text, "bölge kodu", "zone's code", ""},
		},
	},
	{
		ID: "matches", Shape: Line, TR: "Eşleşmeler", EN: "Matches",
		AboutTR: "Birbirine uyan verenler ve alanlar; geometri ikisini birleştiren doğru, uzunluk karayoludur",
		AboutEN: "Sources and sinks that fit; the geometry is the straight line between them, the length is by road",
		Properties: []Property{
			{"source_id", Integer, "veren kaynak", "source", ""}, {"sink_id", Integer, "alan kaynak", "sink", ""}, {"material", Text, "malzeme kodu", "material's code", ""},
			{"relation", Text, "ilişki", "relation", ""}, {"fit", Number, "uygunluk", "fit", ""}, {"rate", Number, "yıllık miktar", "quantity a year", ""}, {"unit", Text, "birim", "unit", ""},
			{"score", Number, "puan", "score", ""}, {"road_m", Number, "karayolu", "by road", "m"}, {"error_m", Number, "karayolunun yanılması", "error of the road", "m"}, {"benefit_try", Number, "yıllık net fayda", "net benefit a year", "TRY"},
			{"expected_try", Number, "beklenen yıllık net fayda", "expected net benefit a year", "TRY"}, {"break_even_m", Number, "başa baş mesafesi", "break-even distance", "m"},
			{"co2e_kg", Number, "yıllık önlenen CO₂e", "CO₂e avoided a year", "kg"}, {"blocked", Bool, "engelli", "blocked", ""},
		},
	},
	{
		ID: "flows", Shape: Line, TR: "Akışlar", EN: "Flows",
		AboutTR: "Bölgeden bölgeye, malzeme malzeme, yılda ne akar; geometri bölgelerin kapılarını birleştiren doğrudur. Ardında üçten az firma olan sayılar saklanır",
		AboutEN: "What moves from zone to zone a year, material by material; the geometry is the straight line between their gates. Figures of fewer than three firms are withheld",
		Properties: []Property{
			{"kind", Text, "kesinlik (olası, anlaşılmış, kanıtlı)", "certainty (potential, agreed, evidenced)", ""},
			{"origin", Text, "çıktığı bölge, boşsa bölge dışı", "zone it leaves, empty outside zones", ""}, {"destination", Text, "vardığı bölge, boşsa bölge dışı", "zone it reaches, empty outside zones", ""},
			{"material", Text, "malzeme kodu", "material's code", ""}, {"quantity", Number, "yıllık miktar", "quantity a year", ""}, {"unit", Text, "birim", "unit", ""},
			{"firms", Number, "ardındaki firma sayısı", "firms that stand behind it", ""}, {"length_m", Number, "ortalama karayolu", "mean by road", "m"}, {"tkm", Number, "yıllık ton-kilometre", "tonne-kilometres a year", "tkm"},
			{"cost_try", Number, "yıllık taşıma bedeli", "cost of hauls a year", "TRY"}, {"co2e_kg", Number, "taşımaların yıllık CO₂e'si", "CO₂e of hauls a year", "kg"},
			{"benefit_try", Number, "yıllık net fayda", "net benefit a year", "TRY"}, {"avoided_kg", Number, "yıllık önlenen net CO₂e", "net CO₂e avoided a year", "kg"}, {"withheld", Bool, "saklanıyor", "withheld", ""},
		},
	},
}

// ByID returns the collection of an id.
func ByID(id string) (Collection, bool) {
	for _, c := range Collections {
		if c.ID == id {
			return c, true
		}
	}
	return Collection{}, false
}
