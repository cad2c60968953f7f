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
#embed "../../themes/default/components/Cover.html"
};
static const unsigned char file_5[] = {
#embed "../../themes/default/components/Crumbs.html"
};
static const unsigned char file_6[] = {
#embed "../../themes/default/components/ListPage.html"
};
static const unsigned char file_7[] = {
#embed "../../themes/default/components/Neighbours.html"
};
static const unsigned char file_8[] = {
#embed "../../themes/default/components/PageLinks.html"
};
static const unsigned char file_9[] = {
#embed "../../themes/default/components/PageMeta.html"
};
static const unsigned char file_10[] = {
#embed "../../themes/default/components/PageTree.html"
};
static const unsigned char file_11[] = {
#embed "../../themes/default/components/Pagination.html"
};
static const unsigned char file_12[] = {
#embed "../../themes/default/components/PostCard.html"
};
static const unsigned char file_13[] = {
#embed "../../themes/default/components/PostData.html"
};
static const unsigned char file_14[] = {
#embed "../../themes/default/components/PostList.html"
};
static const unsigned char file_15[] = {
#embed "../../themes/default/components/PostMeta.html"
};
static const unsigned char file_16[] = {
#embed "../../themes/default/components/SectionNav.html"
};
static const unsigned char file_17[] = {
#embed "../../themes/default/components/SeriesBox.html"
};
static const unsigned char file_18[] = {
#embed "../../themes/default/components/Summary.html"
};
static const unsigned char file_19[] = {
#embed "../../themes/default/components/TagList.html"
};
static const unsigned char file_20[] = {
#embed "../../themes/default/components/Toc.html"
};
static const unsigned char file_21[] = {
#embed "../../themes/default/layouts/base.html"
};
static const unsigned char file_22[] = {
#embed "../../themes/default/routes/404.html"
};
static const unsigned char file_23[] = {
#embed "../../themes/default/routes/[...page].html"
};
static const unsigned char file_24[] = {
#embed "../../themes/default/routes/api/posts.json"
};
static const unsigned char file_25[] = {
#embed "../../themes/default/routes/api/posts/[post].json"
};
static const unsigned char file_26[] = {
#embed "../../themes/default/routes/archive.html"
};
static const unsigned char file_27[] = {
#embed "../../themes/default/routes/atom.xml"
};
static const unsigned char file_28[] = {
#embed "../../themes/default/routes/categories/[category].html"
};
static const unsigned char file_29[] = {
#embed "../../themes/default/routes/categories/index.html"
};
static const unsigned char file_30[] = {
#embed "../../themes/default/routes/feed.json"
};
static const unsigned char file_31[] = {
#embed "../../themes/default/routes/feed.xml"
};
static const unsigned char file_32[] = {
#embed "../../themes/default/routes/index.html"
};
static const unsigned char file_33[] = {
#embed "../../themes/default/routes/posts/[post].html"
};
static const unsigned char file_34[] = {
#embed "../../themes/default/routes/posts/index.html"
};
static const unsigned char file_35[] = {
#embed "../../themes/default/routes/robots.txt"
};
static const unsigned char file_36[] = {
#embed "../../themes/default/routes/search.html"
};
static const unsigned char file_37[] = {
#embed "../../themes/default/routes/search/[piece].js"
};
static const unsigned char file_38[] = {
#embed "../../themes/default/routes/series/[seriesName].html"
};
static const unsigned char file_39[] = {
#embed "../../themes/default/routes/sitemap-[number].xml"
};
static const unsigned char file_40[] = {
#embed "../../themes/default/routes/sitemap.xml"
};
static const unsigned char file_41[] = {
#embed "../../themes/default/routes/tags/[tag].html"
};
static const unsigned char file_42[] = {
#embed "../../themes/default/routes/tags/index.html"
};
static const unsigned char file_43[] = {
#embed "../../themes/default/static/favicon.svg"
};
static const unsigned char file_44[] = {
#embed "../../themes/default/theme.toml"
};
static const presstime_theme_entry files[] = {
  {"assets/docs.css", file_0, sizeof file_0},
  {"assets/search.css", file_1, sizeof file_1},
  {"assets/search.js", file_2, sizeof file_2},
  {"assets/style.css", file_3, sizeof file_3},
  {"components/Cover.html", file_4, sizeof file_4},
  {"components/Crumbs.html", file_5, sizeof file_5},
  {"components/ListPage.html", file_6, sizeof file_6},
  {"components/Neighbours.html", file_7, sizeof file_7},
  {"components/PageLinks.html", file_8, sizeof file_8},
  {"components/PageMeta.html", file_9, sizeof file_9},
  {"components/PageTree.html", file_10, sizeof file_10},
  {"components/Pagination.html", file_11, sizeof file_11},
  {"components/PostCard.html", file_12, sizeof file_12},
  {"components/PostData.html", file_13, sizeof file_13},
  {"components/PostList.html", file_14, sizeof file_14},
  {"components/PostMeta.html", file_15, sizeof file_15},
  {"components/SectionNav.html", file_16, sizeof file_16},
  {"components/SeriesBox.html", file_17, sizeof file_17},
  {"components/Summary.html", file_18, sizeof file_18},
  {"components/TagList.html", file_19, sizeof file_19},
  {"components/Toc.html", file_20, sizeof file_20},
  {"layouts/base.html", file_21, sizeof file_21},
  {"routes/404.html", file_22, sizeof file_22},
  {"routes/[...page].html", file_23, sizeof file_23},
  {"routes/api/posts.json", file_24, sizeof file_24},
  {"routes/api/posts/[post].json", file_25, sizeof file_25},
  {"routes/archive.html", file_26, sizeof file_26},
  {"routes/atom.xml", file_27, sizeof file_27},
  {"routes/categories/[category].html", file_28, sizeof file_28},
  {"routes/categories/index.html", file_29, sizeof file_29},
  {"routes/feed.json", file_30, sizeof file_30},
  {"routes/feed.xml", file_31, sizeof file_31},
  {"routes/index.html", file_32, sizeof file_32},
  {"routes/posts/[post].html", file_33, sizeof file_33},
  {"routes/posts/index.html", file_34, sizeof file_34},
  {"routes/robots.txt", file_35, sizeof file_35},
  {"routes/search.html", file_36, sizeof file_36},
  {"routes/search/[piece].js", file_37, sizeof file_37},
  {"routes/series/[seriesName].html", file_38, sizeof file_38},
  {"routes/sitemap-[number].xml", file_39, sizeof file_39},
  {"routes/sitemap.xml", file_40, sizeof file_40},
  {"routes/tags/[tag].html", file_41, sizeof file_41},
  {"routes/tags/index.html", file_42, sizeof file_42},
  {"static/favicon.svg", file_43, sizeof file_43},
  {"theme.toml", file_44, sizeof file_44},
};
