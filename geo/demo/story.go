package demo

import "simbiyoz/geo/programme"

// Chapter is how far an invented synergy has come.
type Chapter struct {
	Moves     []programme.Move
	Owner     string
	Action    string
	Days      int // from today to the action's date; negative: overdue
	Readiness map[programme.Axis]programme.Ready
	Years     int     // that it has brought benefits for
	Share     float64 // of its match's quantity that moved
}

func along(n int) []programme.Move {
	why := []string{"İki taraf görüştü (kurgu)", "Numune gönderildi (kurgu)", "Analiz uygun çıktı (kurgu)", "Sözleşme imzalandı (kurgu)", "Düzenli sevkiyat başladı (kurgu)"}
	var out []programme.Move
	for i := range n {
		out = append(out, programme.Move{To: programme.Way[i+1], Why: why[i]})
	}
	return out
}

func begun(ready ...programme.Ready) map[programme.Axis]programme.Ready {
	out := map[programme.Axis]programme.Ready{}
	for i, r := range ready {
		out[programme.Axes[i]] = r
	}
	return out
}

// Story is what became of some of the demo's matches, all invented.
var Story = []Chapter{
	{Moves: along(5), Owner: "Kurgu Kolaylaştırıcı", Action: "Yıllık kantar toplamını iste", Days: 40, Readiness: begun("ready", "ready", "ready", "ready", "ready", "ready"), Years: 3, Share: 0.8},
	{Moves: along(5), Owner: "Kurgu Kolaylaştırıcı", Action: "İkinci hattı konuş", Days: 25, Readiness: begun("ready", "ready", "ready", "ready", "ready", "underway"), Years: 2, Share: 0.6},
	{Moves: along(5), Owner: "Kurgu Danışman", Action: "Doğrulama için belge topla", Days: 10, Readiness: begun("ready", "ready", "ready", "ready", "underway", "ready"), Years: 2, Share: 0.9},
	{Moves: along(4), Owner: "Kurgu Danışman", Action: "İlk sevkiyatı izle", Days: 6, Readiness: begun("ready", "underway", "ready", "ready")},
	{Moves: along(4), Owner: "Kurgu Kolaylaştırıcı", Action: "Taşıyıcıyla anlaş", Days: -3, Readiness: begun("ready", "underway", "ready")},
	{Moves: along(3), Owner: "Kurgu Danışman", Action: "Fiyat teklifini ilet", Days: 4, Readiness: begun("ready", "ready", "underway", "underway")},
	{Moves: along(3), Owner: "Kurgu Kolaylaştırıcı", Action: "Sözleşme taslağını gönder", Days: 12, Readiness: begun("ready", "", "underway", "underway")},
	{Moves: along(2), Owner: "Kurgu Danışman", Action: "Laboratuvar sonucunu sor", Days: -5, Readiness: begun("underway")},
	{Moves: along(1), Owner: "Kurgu Kolaylaştırıcı", Action: "Tesis ziyareti ayarla", Days: 8},
	{Moves: along(1), Owner: "Kurgu Kolaylaştırıcı", Action: "Numune iste", Days: 15},
	{Owner: "Kurgu Kolaylaştırıcı", Action: "Tarafları ara", Days: 2},
	{Moves: append(along(2), programme.Move{To: programme.Stopped, Reason: "quality", Why: "Nem çok yüksek (kurgu)"}), Owner: "Kurgu Danışman", Days: 0},
}

// People are invented members of the pools.
var People = []programme.Expert{
	{Pool: "expert", Name: "Kurgu Uzman 1", Alias: "Cüruf ve döküm uzmanı", Institution: "Kurgu Danışmanlık", Mail: "uzman1@example.org", Languages: []string{"tr", "en"}, Materials: []string{"10"}, NACEs: []string{"24", "42"}, Topics: []string{"cüruf", "döküm", "kum"}, Available: true, Demo: true},
	{Pool: "academic", Name: "Kurgu Akademisyen 1", Alias: "Yapı malzemeleri, Doç. Dr.", Institution: "Kurgu Üniversitesi", Mail: "akademisyen1@example.org", Languages: []string{"tr", "en"}, Materials: []string{"17", "1013", "0104"}, NACEs: []string{"23"}, Topics: []string{"çimento", "mermer", "agrega", "kül"}, Available: true, Demo: true},
	{Pool: "expert", Name: "Kurgu Uzman 2", Alias: "Gıda yan ürünleri uzmanı", Institution: "Kurgu Gıda Enstitüsü", Mail: "uzman2@example.org", Languages: []string{"tr"}, Materials: []string{"02"}, NACEs: []string{"10", "11"}, Topics: []string{"prina", "cibre", "peynir", "yem", "kompost"}, Available: true, Demo: true},
	{Pool: "academic", Name: "Kurgu Akademisyen 2", Alias: "Plastik geri dönüşümü, Prof. Dr.", Institution: "Kurgu Teknik Üniversitesi", Mail: "akademisyen2@example.org", Languages: []string{"tr", "de"}, Materials: []string{"0702", "1501", "1912"}, NACEs: []string{"22", "38"}, Topics: []string{"plastik", "lastik", "granül"}, Available: true, Demo: true},
	{Pool: "expert", Name: "Kurgu Uzman 3", Alias: "Atık mevzuatı uzmanı", Institution: "Kurgu Hukuk", Mail: "uzman3@example.org", Languages: []string{"tr"}, Materials: []string{"06", "08", "11", "12", "14", "16"}, Topics: []string{"tehlikeli", "yan ürün", "çözücü", "yağ"}, Available: true, Demo: true},
	{Pool: "academic", Name: "Kurgu Akademisyen 3", Alias: "Enerji geri kazanımı, Dr.", Institution: "Kurgu Üniversitesi", Mail: "akademisyen3@example.org", Languages: []string{"tr", "en"}, Materials: []string{"energy"}, NACEs: []string{"35"}, Topics: []string{"ısı", "buhar", "biyogaz"}, Available: false, Demo: true},
}
