// Made by list-files.sh; run `make theme-list` when a file of the theme comes or goes.
static const unsigned char file_0[] = {
#embed "../../themes/default/assets/docs.css"
};
static const unsigned char file_1[] = {
#embed "../../themes/default/assets/search.css"
};
static const unsigned char file_2[] = {
#embed "../../themes/default/assets/search.js"
};
static const unsigned char file_3[] = {
#embed "../../themes/default/assets/style.css"
};
static const unsigned char file_4[] = {
#embed "../../themes/default/components/Alternates.html"
};
static const unsigned char file_5[] = {
#embed "../../themes/default/components/Cover.html"
};
static const unsigned char file_6[] = {
#embed "../../themes/default/components/Crumbs.html"
};
static const unsigned char file_7[] = {
#embed "../../themes/default/components/LanguageList.html"
};
static const unsigned char file_8[] = {
#embed "../../themes/default/components/ListPage.html"
};
static const unsigned char file_9[] = {
#embed "../../themes/default/components/Neighbours.html"
};
static const unsigned char file_10[] = {
#embed "../../themes/default/components/PageLinks.html"
};
static const unsigned char file_11[] = {
#embed "../../themes/default/components/PageMeta.html"
};
static const unsigned char file_12[] = {
#embed "../../themes/default/components/PageTree.html"
};
static const unsigned char file_13[] = {
#embed "../../themes/default/components/Pagination.html"
};
static const unsigned char file_14[] = {
#embed "../../themes/default/components/PostCard.html"
};
static const unsigned char file_15[] = {
#embed "../../themes/default/components/PostData.html"
};
static const unsigned char file_16[] = {
#embed "../../themes/default/components/PostList.html"
};
static const unsigned char file_17[] = {
#embed "../../themes/default/components/PostMeta.html"
};
static const unsigned char file_18[] = {
#embed "../../themes/default/components/SectionNav.html"
};
static const unsigned char file_19[] = {
#embed "../../themes/default/components/SeriesBox.html"
};
static const unsigned char file_20[] = {
#embed "../../themes/default/components/Summary.html"
};
static const unsigned char file_21[] = {
#embed "../../themes/default/components/TagList.html"
};
static const unsigned char file_22[] = {
#embed "../../themes/default/components/Toc.html"
};
static const unsigned char file_23[] = {
#embed "../../themes/default/languages/bash.toml"
};
static const unsigned char file_24[] = {
#embed "../../themes/default/languages/c.toml"
};
static const unsigned char file_25[] = {
#embed "../../themes/default/languages/console.toml"
};
static const unsigned char file_26[] = {
#embed "../../themes/default/languages/cpp.toml"
};
static const unsigned char file_27[] = {
#embed "../../themes/default/languages/css.toml"
};
static const unsigned char file_28[] = {
#embed "../../themes/default/languages/diff.toml"
};
static const unsigned char file_29[] = {
#embed "../../themes/default/languages/dockerfile.toml"
};
static const unsigned char file_30[] = {
#embed "../../themes/default/languages/go.toml"
};
static const unsigned char file_31[] = {
#embed "../../themes/default/languages/html.toml"
};
static const unsigned char file_32[] = {
#embed "../../themes/default/languages/java.toml"
};
static const unsigned char file_33[] = {
#embed "../../themes/default/languages/javascript.toml"
};
static const unsigned char file_34[] = {
#embed "../../themes/default/languages/json.toml"
};
static const unsigned char file_35[] = {
#embed "../../themes/default/languages/jsx.toml"
};
static const unsigned char file_36[] = {
#embed "../../themes/default/languages/kotlin.toml"
};
static const unsigned char file_37[] = {
#embed "../../themes/default/languages/makefile.toml"
};
static const unsigned char file_38[] = {
#embed "../../themes/default/languages/markdown.toml"
};
static const unsigned char file_39[] = {
#embed "../../themes/default/languages/objective-c.toml"
};
static const unsigned char file_40[] = {
#embed "../../themes/default/languages/php.toml"
};
static const unsigned char file_41[] = {
#embed "../../themes/default/languages/plain.toml"
};
static const unsigned char file_42[] = {
#embed "../../themes/default/languages/python.toml"
};
static const unsigned char file_43[] = {
#embed "../../themes/default/languages/ruby.toml"
};
static const unsigned char file_44[] = {
#embed "../../themes/default/languages/rust.toml"
};
static const unsigned char file_45[] = {
#embed "../../themes/default/languages/sql.toml"
};
static const unsigned char file_46[] = {
#embed "../../themes/default/languages/swift.toml"
};
static const unsigned char file_47[] = {
#embed "../../themes/default/languages/toml.toml"
};
static const unsigned char file_48[] = {
#embed "../../themes/default/languages/tsx.toml"
};
static const unsigned char file_49[] = {
#embed "../../themes/default/languages/typescript.toml"
};
static const unsigned char file_50[] = {
#embed "../../themes/default/languages/xml.toml"
};
static const unsigned char file_51[] = {
#embed "../../themes/default/languages/yaml.toml"
};
static const unsigned char file_52[] = {
#embed "../../themes/default/layouts/base.html"
};
static const unsigned char file_53[] = {
#embed "../../themes/default/routes/404.html"
};
static const unsigned char file_54[] = {
#embed "../../themes/default/routes/[...page].html"
};
static const unsigned char file_55[] = {
#embed "../../themes/default/routes/[...page]/index.html.md"
};
static const unsigned char file_56[] = {
#embed "../../themes/default/routes/[llms].txt"
};
static const unsigned char file_57[] = {
#embed "../../themes/default/routes/api/posts.json"
};
static const unsigned char file_58[] = {
#embed "../../themes/default/routes/api/posts/[post].json"
};
static const unsigned char file_59[] = {
#embed "../../themes/default/routes/archive.html"
};
static const unsigned char file_60[] = {
#embed "../../themes/default/routes/atom.xml"
};
static const unsigned char file_61[] = {
#embed "../../themes/default/routes/categories/[category].html"
};
static const unsigned char file_62[] = {
#embed "../../themes/default/routes/categories/index.html"
};
static const unsigned char file_63[] = {
#embed "../../themes/default/routes/feed.json"
};
static const unsigned char file_64[] = {
#embed "../../themes/default/routes/feed.xml"
};
static const unsigned char file_65[] = {
#embed "../../themes/default/routes/index.html"
};
static const unsigned char file_66[] = {
#embed "../../themes/default/routes/posts/[post].html"
};
static const unsigned char file_67[] = {
#embed "../../themes/default/routes/posts/[post]/index.html.md"
};
static const unsigned char file_68[] = {
#embed "../../themes/default/routes/posts/index.html"
};
static const unsigned char file_69[] = {
#embed "../../themes/default/routes/robots.txt"
};
static const unsigned char file_70[] = {
#embed "../../themes/default/routes/search.html"
};
static const unsigned char file_71[] = {
#embed "../../themes/default/routes/search/[piece].js"
};
static const unsigned char file_72[] = {
#embed "../../themes/default/routes/series/[seriesName].html"
};
static const unsigned char file_73[] = {
#embed "../../themes/default/routes/sitemap-[number].xml"
};
static const unsigned char file_74[] = {
#embed "../../themes/default/routes/sitemap.xml"
};
static const unsigned char file_75[] = {
#embed "../../themes/default/routes/tags/[tag].html"
};
static const unsigned char file_76[] = {
#embed "../../themes/default/routes/tags/index.html"
};
static const unsigned char file_77[] = {
#embed "../../themes/default/static/favicon.svg"
};
static const unsigned char file_78[] = {
#embed "../../themes/default/strings/ar.toml"
};
static const unsigned char file_79[] = {
#embed "../../themes/default/strings/cs.toml"
};
static const unsigned char file_80[] = {
#embed "../../themes/default/strings/da.toml"
};
static const unsigned char file_81[] = {
#embed "../../themes/default/strings/de.toml"
};
static const unsigned char file_82[] = {
#embed "../../themes/default/strings/en.toml"
};
static const unsigned char file_83[] = {
#embed "../../themes/default/strings/es.toml"
};
static const unsigned char file_84[] = {
#embed "../../themes/default/strings/fr.toml"
};
static const unsigned char file_85[] = {
#embed "../../themes/default/strings/it.toml"
};
static const unsigned char file_86[] = {
#embed "../../themes/default/strings/ja.toml"
};
static const unsigned char file_87[] = {
#embed "../../themes/default/strings/ko.toml"
};
static const unsigned char file_88[] = {
#embed "../../themes/default/strings/nb.toml"
};
static const unsigned char file_89[] = {
#embed "../../themes/default/strings/nl.toml"
};
static const unsigned char file_90[] = {
#embed "../../themes/default/strings/pl.toml"
};
static const unsigned char file_91[] = {
#embed "../../themes/default/strings/pt.toml"
};
static const unsigned char file_92[] = {
#embed "../../themes/default/strings/ru.toml"
};
static const unsigned char file_93[] = {
#embed "../../themes/default/strings/sv.toml"
};
static const unsigned char file_94[] = {
#embed "../../themes/default/strings/tr.toml"
};
static const unsigned char file_95[] = {
#embed "../../themes/default/strings/uk.toml"
};
static const unsigned char file_96[] = {
#embed "../../themes/default/strings/zh.toml"
};
static const unsigned char file_97[] = {
#embed "../../themes/default/theme.toml"
};
static const presstime_theme_entry files[] = {
  {"assets/docs.css", file_0, sizeof file_0},
  {"assets/search.css", file_1, sizeof file_1},
  {"assets/search.js", file_2, sizeof file_2},
  {"assets/style.css", file_3, sizeof file_3},
  {"components/Alternates.html", file_4, sizeof file_4},
  {"components/Cover.html", file_5, sizeof file_5},
  {"components/Crumbs.html", file_6, sizeof file_6},
  {"components/LanguageList.html", file_7, sizeof file_7},
  {"components/ListPage.html", file_8, sizeof file_8},
  {"components/Neighbours.html", file_9, sizeof file_9},
  {"components/PageLinks.html", file_10, sizeof file_10},
  {"components/PageMeta.html", file_11, sizeof file_11},
  {"components/PageTree.html", file_12, sizeof file_12},
  {"components/Pagination.html", file_13, sizeof file_13},
  {"components/PostCard.html", file_14, sizeof file_14},
  {"components/PostData.html", file_15, sizeof file_15},
  {"components/PostList.html", file_16, sizeof file_16},
  {"components/PostMeta.html", file_17, sizeof file_17},
  {"components/SectionNav.html", file_18, sizeof file_18},
  {"components/SeriesBox.html", file_19, sizeof file_19},
  {"components/Summary.html", file_20, sizeof file_20},
  {"components/TagList.html", file_21, sizeof file_21},
  {"components/Toc.html", file_22, sizeof file_22},
  {"languages/bash.toml", file_23, sizeof file_23},
  {"languages/c.toml", file_24, sizeof file_24},
  {"languages/console.toml", file_25, sizeof file_25},
  {"languages/cpp.toml", file_26, sizeof file_26},
  {"languages/css.toml", file_27, sizeof file_27},
  {"languages/diff.toml", file_28, sizeof file_28},
  {"languages/dockerfile.toml", file_29, sizeof file_29},
  {"languages/go.toml", file_30, sizeof file_30},
  {"languages/html.toml", file_31, sizeof file_31},
  {"languages/java.toml", file_32, sizeof file_32},
  {"languages/javascript.toml", file_33, sizeof file_33},
  {"languages/json.toml", file_34, sizeof file_34},
  {"languages/jsx.toml", file_35, sizeof file_35},
  {"languages/kotlin.toml", file_36, sizeof file_36},
  {"languages/makefile.toml", file_37, sizeof file_37},
  {"languages/markdown.toml", file_38, sizeof file_38},
  {"languages/objective-c.toml", file_39, sizeof file_39},
  {"languages/php.toml", file_40, sizeof file_40},
  {"languages/plain.toml", file_41, sizeof file_41},
  {"languages/python.toml", file_42, sizeof file_42},
  {"languages/ruby.toml", file_43, sizeof file_43},
  {"languages/rust.toml", file_44, sizeof file_44},
  {"languages/sql.toml", file_45, sizeof file_45},
  {"languages/swift.toml", file_46, sizeof file_46},
  {"languages/toml.toml", file_47, sizeof file_47},
  {"languages/tsx.toml", file_48, sizeof file_48},
  {"languages/typescript.toml", file_49, sizeof file_49},
  {"languages/xml.toml", file_50, sizeof file_50},
  {"languages/yaml.toml", file_51, sizeof file_51},
  {"layouts/base.html", file_52, sizeof file_52},
  {"routes/404.html", file_53, sizeof file_53},
  {"routes/[...page].html", file_54, sizeof file_54},
  {"routes/[...page]/index.html.md", file_55, sizeof file_55},
  {"routes/[llms].txt", file_56, sizeof file_56},
  {"routes/api/posts.json", file_57, sizeof file_57},
  {"routes/api/posts/[post].json", file_58, sizeof file_58},
  {"routes/archive.html", file_59, sizeof file_59},
  {"routes/atom.xml", file_60, sizeof file_60},
  {"routes/categories/[category].html", file_61, sizeof file_61},
  {"routes/categories/index.html", file_62, sizeof file_62},
  {"routes/feed.json", file_63, sizeof file_63},
  {"routes/feed.xml", file_64, sizeof file_64},
  {"routes/index.html", file_65, sizeof file_65},
  {"routes/posts/[post].html", file_66, sizeof file_66},
  {"routes/posts/[post]/index.html.md", file_67, sizeof file_67},
  {"routes/posts/index.html", file_68, sizeof file_68},
  {"routes/robots.txt", file_69, sizeof file_69},
  {"routes/search.html", file_70, sizeof file_70},
  {"routes/search/[piece].js", file_71, sizeof file_71},
  {"routes/series/[seriesName].html", file_72, sizeof file_72},
  {"routes/sitemap-[number].xml", file_73, sizeof file_73},
  {"routes/sitemap.xml", file_74, sizeof file_74},
  {"routes/tags/[tag].html", file_75, sizeof file_75},
  {"routes/tags/index.html", file_76, sizeof file_76},
  {"static/favicon.svg", file_77, sizeof file_77},
  {"strings/ar.toml", file_78, sizeof file_78},
  {"strings/cs.toml", file_79, sizeof file_79},
  {"strings/da.toml", file_80, sizeof file_80},
  {"strings/de.toml", file_81, sizeof file_81},
  {"strings/en.toml", file_82, sizeof file_82},
  {"strings/es.toml", file_83, sizeof file_83},
  {"strings/fr.toml", file_84, sizeof file_84},
  {"strings/it.toml", file_85, sizeof file_85},
  {"strings/ja.toml", file_86, sizeof file_86},
  {"strings/ko.toml", file_87, sizeof file_87},
  {"strings/nb.toml", file_88, sizeof file_88},
  {"strings/nl.toml", file_89, sizeof file_89},
  {"strings/pl.toml", file_90, sizeof file_90},
  {"strings/pt.toml", file_91, sizeof file_91},
  {"strings/ru.toml", file_92, sizeof file_92},
  {"strings/sv.toml", file_93, sizeof file_93},
  {"strings/tr.toml", file_94, sizeof file_94},
  {"strings/uk.toml", file_95, sizeof file_95},
  {"strings/zh.toml", file_96, sizeof file_96},
  {"theme.toml", file_97, sizeof file_97},
};
