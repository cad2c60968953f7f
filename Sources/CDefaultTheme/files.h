// Made by list-files.sh; run `make theme-list` when a file of the theme comes or goes.
static const unsigned char file_0[] = {
#embed "../../themes/default/assets/docs.css"
};
static const unsigned char file_1[] = {
#embed "../../themes/default/assets/style.css"
};
static const unsigned char file_2[] = {
#embed "../../themes/default/components/Cover.html"
};
static const unsigned char file_3[] = {
#embed "../../themes/default/components/Crumbs.html"
};
static const unsigned char file_4[] = {
#embed "../../themes/default/components/ListPage.html"
};
static const unsigned char file_5[] = {
#embed "../../themes/default/components/Neighbours.html"
};
static const unsigned char file_6[] = {
#embed "../../themes/default/components/PageLinks.html"
};
static const unsigned char file_7[] = {
#embed "../../themes/default/components/PageMeta.html"
};
static const unsigned char file_8[] = {
#embed "../../themes/default/components/PageTree.html"
};
static const unsigned char file_9[] = {
#embed "../../themes/default/components/Pagination.html"
};
static const unsigned char file_10[] = {
#embed "../../themes/default/components/PostCard.html"
};
static const unsigned char file_11[] = {
#embed "../../themes/default/components/PostData.html"
};
static const unsigned char file_12[] = {
#embed "../../themes/default/components/PostList.html"
};
static const unsigned char file_13[] = {
#embed "../../themes/default/components/PostMeta.html"
};
static const unsigned char file_14[] = {
#embed "../../themes/default/components/SectionNav.html"
};
static const unsigned char file_15[] = {
#embed "../../themes/default/components/SeriesBox.html"
};
static const unsigned char file_16[] = {
#embed "../../themes/default/components/Summary.html"
};
static const unsigned char file_17[] = {
#embed "../../themes/default/components/TagList.html"
};
static const unsigned char file_18[] = {
#embed "../../themes/default/components/Toc.html"
};
static const unsigned char file_19[] = {
#embed "../../themes/default/languages/bash.toml"
};
static const unsigned char file_20[] = {
#embed "../../themes/default/languages/c.toml"
};
static const unsigned char file_21[] = {
#embed "../../themes/default/languages/console.toml"
};
static const unsigned char file_22[] = {
#embed "../../themes/default/languages/cpp.toml"
};
static const unsigned char file_23[] = {
#embed "../../themes/default/languages/css.toml"
};
static const unsigned char file_24[] = {
#embed "../../themes/default/languages/diff.toml"
};
static const unsigned char file_25[] = {
#embed "../../themes/default/languages/dockerfile.toml"
};
static const unsigned char file_26[] = {
#embed "../../themes/default/languages/go.toml"
};
static const unsigned char file_27[] = {
#embed "../../themes/default/languages/html.toml"
};
static const unsigned char file_28[] = {
#embed "../../themes/default/languages/java.toml"
};
static const unsigned char file_29[] = {
#embed "../../themes/default/languages/javascript.toml"
};
static const unsigned char file_30[] = {
#embed "../../themes/default/languages/json.toml"
};
static const unsigned char file_31[] = {
#embed "../../themes/default/languages/jsx.toml"
};
static const unsigned char file_32[] = {
#embed "../../themes/default/languages/kotlin.toml"
};
static const unsigned char file_33[] = {
#embed "../../themes/default/languages/makefile.toml"
};
static const unsigned char file_34[] = {
#embed "../../themes/default/languages/markdown.toml"
};
static const unsigned char file_35[] = {
#embed "../../themes/default/languages/objective-c.toml"
};
static const unsigned char file_36[] = {
#embed "../../themes/default/languages/php.toml"
};
static const unsigned char file_37[] = {
#embed "../../themes/default/languages/plain.toml"
};
static const unsigned char file_38[] = {
#embed "../../themes/default/languages/python.toml"
};
static const unsigned char file_39[] = {
#embed "../../themes/default/languages/ruby.toml"
};
static const unsigned char file_40[] = {
#embed "../../themes/default/languages/rust.toml"
};
static const unsigned char file_41[] = {
#embed "../../themes/default/languages/sql.toml"
};
static const unsigned char file_42[] = {
#embed "../../themes/default/languages/swift.toml"
};
static const unsigned char file_43[] = {
#embed "../../themes/default/languages/toml.toml"
};
static const unsigned char file_44[] = {
#embed "../../themes/default/languages/tsx.toml"
};
static const unsigned char file_45[] = {
#embed "../../themes/default/languages/typescript.toml"
};
static const unsigned char file_46[] = {
#embed "../../themes/default/languages/xml.toml"
};
static const unsigned char file_47[] = {
#embed "../../themes/default/languages/yaml.toml"
};
static const unsigned char file_48[] = {
#embed "../../themes/default/layouts/base.html"
};
static const unsigned char file_49[] = {
#embed "../../themes/default/routes/404.html"
};
static const unsigned char file_50[] = {
#embed "../../themes/default/routes/[...page].html"
};
static const unsigned char file_51[] = {
#embed "../../themes/default/routes/api/posts.json"
};
static const unsigned char file_52[] = {
#embed "../../themes/default/routes/api/posts/[post].json"
};
static const unsigned char file_53[] = {
#embed "../../themes/default/routes/archive.html"
};
static const unsigned char file_54[] = {
#embed "../../themes/default/routes/atom.xml"
};
static const unsigned char file_55[] = {
#embed "../../themes/default/routes/categories/[category].html"
};
static const unsigned char file_56[] = {
#embed "../../themes/default/routes/categories/index.html"
};
static const unsigned char file_57[] = {
#embed "../../themes/default/routes/feed.json"
};
static const unsigned char file_58[] = {
#embed "../../themes/default/routes/feed.xml"
};
static const unsigned char file_59[] = {
#embed "../../themes/default/routes/index.html"
};
static const unsigned char file_60[] = {
#embed "../../themes/default/routes/posts/[post].html"
};
static const unsigned char file_61[] = {
#embed "../../themes/default/routes/posts/index.html"
};
static const unsigned char file_62[] = {
#embed "../../themes/default/routes/robots.txt"
};
static const unsigned char file_63[] = {
#embed "../../themes/default/routes/series/[seriesName].html"
};
static const unsigned char file_64[] = {
#embed "../../themes/default/routes/sitemap-[number].xml"
};
static const unsigned char file_65[] = {
#embed "../../themes/default/routes/sitemap.xml"
};
static const unsigned char file_66[] = {
#embed "../../themes/default/routes/tags/[tag].html"
};
static const unsigned char file_67[] = {
#embed "../../themes/default/routes/tags/index.html"
};
static const unsigned char file_68[] = {
#embed "../../themes/default/static/favicon.svg"
};
static const unsigned char file_69[] = {
#embed "../../themes/default/theme.toml"
};
static const presstime_theme_entry files[] = {
  {"assets/docs.css", file_0, sizeof file_0},
  {"assets/style.css", file_1, sizeof file_1},
  {"components/Cover.html", file_2, sizeof file_2},
  {"components/Crumbs.html", file_3, sizeof file_3},
  {"components/ListPage.html", file_4, sizeof file_4},
  {"components/Neighbours.html", file_5, sizeof file_5},
  {"components/PageLinks.html", file_6, sizeof file_6},
  {"components/PageMeta.html", file_7, sizeof file_7},
  {"components/PageTree.html", file_8, sizeof file_8},
  {"components/Pagination.html", file_9, sizeof file_9},
  {"components/PostCard.html", file_10, sizeof file_10},
  {"components/PostData.html", file_11, sizeof file_11},
  {"components/PostList.html", file_12, sizeof file_12},
  {"components/PostMeta.html", file_13, sizeof file_13},
  {"components/SectionNav.html", file_14, sizeof file_14},
  {"components/SeriesBox.html", file_15, sizeof file_15},
  {"components/Summary.html", file_16, sizeof file_16},
  {"components/TagList.html", file_17, sizeof file_17},
  {"components/Toc.html", file_18, sizeof file_18},
  {"languages/bash.toml", file_19, sizeof file_19},
  {"languages/c.toml", file_20, sizeof file_20},
  {"languages/console.toml", file_21, sizeof file_21},
  {"languages/cpp.toml", file_22, sizeof file_22},
  {"languages/css.toml", file_23, sizeof file_23},
  {"languages/diff.toml", file_24, sizeof file_24},
  {"languages/dockerfile.toml", file_25, sizeof file_25},
  {"languages/go.toml", file_26, sizeof file_26},
  {"languages/html.toml", file_27, sizeof file_27},
  {"languages/java.toml", file_28, sizeof file_28},
  {"languages/javascript.toml", file_29, sizeof file_29},
  {"languages/json.toml", file_30, sizeof file_30},
  {"languages/jsx.toml", file_31, sizeof file_31},
  {"languages/kotlin.toml", file_32, sizeof file_32},
  {"languages/makefile.toml", file_33, sizeof file_33},
  {"languages/markdown.toml", file_34, sizeof file_34},
  {"languages/objective-c.toml", file_35, sizeof file_35},
  {"languages/php.toml", file_36, sizeof file_36},
  {"languages/plain.toml", file_37, sizeof file_37},
  {"languages/python.toml", file_38, sizeof file_38},
  {"languages/ruby.toml", file_39, sizeof file_39},
  {"languages/rust.toml", file_40, sizeof file_40},
  {"languages/sql.toml", file_41, sizeof file_41},
  {"languages/swift.toml", file_42, sizeof file_42},
  {"languages/toml.toml", file_43, sizeof file_43},
  {"languages/tsx.toml", file_44, sizeof file_44},
  {"languages/typescript.toml", file_45, sizeof file_45},
  {"languages/xml.toml", file_46, sizeof file_46},
  {"languages/yaml.toml", file_47, sizeof file_47},
  {"layouts/base.html", file_48, sizeof file_48},
  {"routes/404.html", file_49, sizeof file_49},
  {"routes/[...page].html", file_50, sizeof file_50},
  {"routes/api/posts.json", file_51, sizeof file_51},
  {"routes/api/posts/[post].json", file_52, sizeof file_52},
  {"routes/archive.html", file_53, sizeof file_53},
  {"routes/atom.xml", file_54, sizeof file_54},
  {"routes/categories/[category].html", file_55, sizeof file_55},
  {"routes/categories/index.html", file_56, sizeof file_56},
  {"routes/feed.json", file_57, sizeof file_57},
  {"routes/feed.xml", file_58, sizeof file_58},
  {"routes/index.html", file_59, sizeof file_59},
  {"routes/posts/[post].html", file_60, sizeof file_60},
  {"routes/posts/index.html", file_61, sizeof file_61},
  {"routes/robots.txt", file_62, sizeof file_62},
  {"routes/series/[seriesName].html", file_63, sizeof file_63},
  {"routes/sitemap-[number].xml", file_64, sizeof file_64},
  {"routes/sitemap.xml", file_65, sizeof file_65},
  {"routes/tags/[tag].html", file_66, sizeof file_66},
  {"routes/tags/index.html", file_67, sizeof file_67},
  {"static/favicon.svg", file_68, sizeof file_68},
  {"theme.toml", file_69, sizeof file_69},
};
