import DataFormats
import DataSources
package import Diagnostics
import Files
import Highlighting
import MarkdownEngine
import Models
import TemplateEngine

/// Every code that a build can report, in the order of their names; a test holds it against the sources.
package enum DiagnosticCatalog {
  package static let all: [DiagnosticCode] = [
    .aliasBad, .aliasShared, .aliasUseless,
    .assetDoubtful, .assetNoMinifier, .assetRefused, .assetUnknownReference,
    .dataDuplicateKey, .dataTooDeep, .dataWrongType,
    .fileControlCharacter, .fileLeftOut, .fileLinkLoop, .fileLinkOutside, .fileNameEncoding, .fileNotMarkdown,
    .textEncoding, .fileTooDeep, .fileTwoLanguages, .fileUndeclaredLanguage,
    .fileUnreadable,
    .frontMatterNoMap, .frontMatterUnclosed,
    .groupWithoutSlug, .groupSpellings,
    .headerBad, .headerUnused,
    .imageBroken, .imageNoLibvips,
    .jsonSyntax,
    .linkBroken, .linkBrokenAnchor, .linkBrokenImage, .linkExternal, .linkExternalMoved,
    .linkExternalUnanswered,
    .linkUnpublished, .linkUnsafe,
    .markdownCodeLines, .markdownComponent, .markdownForeignSyntax, .markdownMissingAlt, .markdownRepeatedID,
    .markdownTooCostly,
    .markdownUnclosedFence,
    .markdownUnknownAlert, .markdownUnknownComponent, .markdownUnknownLanguage,
    .modelComputedField, .modelDefault, .modelFrom, .modelNotNarrower, .modelRecursiveRecord,
    .modelSyntax, .modelUnknownType,
    .pageBrokenAnchor, .pageBrokenLink, .pageNotShown, .pageUnknownMenu, .pageVanished,
    .postAmbiguousReference, .postBadDate, .postBadPath, .postBadSlug, .postMissingFields,
    .postMissingMember, .postNotInUnion, .postTwoSpellings, .postUnknownKey, .postUnknownReference,
    .postUnpublishedReference, .postWrongType,
    .redirectBad, .redirectChain, .redirectCoversPages, .redirectLoop, .redirectRepeated, .redirectShadowed,
    .redirectTooMany,
    .routeBadKey, .routeBracket, .routeCaseCollision, .routeCollision, .routeNoPage, .routeNoSuchPage,
    .routeSeveralCanonical,
    .siteBadRoute, .siteDiagnosticCode, .siteEdition, .siteNoContent, .siteNoHost, .siteNoPosts, .siteNoURL,
    .siteSetting,
    .siteSharedFolder,
    .siteUnknownFolder, .siteUnknownMenu, .siteUnknownModel, .siteUnknownOrder, .siteUnknownRoute,
    .siteUnknownSetting,
    .siteUnknownZone,
    .sourceBadAnswer, .sourceBadRequest, .sourceDuplicateSlug, .sourceFolder, .sourceItems, .sourceLock,
    .sourceNoAnswer, .sourceNoFile, .sourceNoLibcurl, .sourceNoSlug, .sourceNotKept, .sourcePaging,
    .sourceRefused, .sourceStale, .sourceTooLarge, .sourceUnanswered, .sourceUnsafeMarkup, .sourceVariable,
    .stringsForms, .stringsMissing, .stringsPlaces, .stringsUnused,
    .templateArguments, .templateArithmetic, .templateBlock, .templateBraces, .templateComponentName,
    .templateCondition,
    .templateDateFormat, .templateExtends, .templateJSON, .templateMissingAlt, .templateShadow,
    .templateNeverEqual,
    .templateOptional, .templatePlace, .templateProps, .templateSyntax, .templateTooDeep,
    .templateTooLarge, .templateUnknownAsset, .templateUnknownComponent, .templateUnknownField,
    .templateUnknownFilter, .templateUnknownName, .templateUnknownRoute, .templateUnsafeURL, .templateUnused,
    .templateType,
    .themeEmpty, .themeExtends, .themeLanguage, .themeMissingOption, .themeStrings, .themeUnknown,
    .tomlSyntax,
    .yamlAlias, .yamlSyntax, .yamlTag,
  ]

  static func code(named name: String) -> DiagnosticCode? { all.first { $0.name == name } }

  /// Whether `[diagnostics]` may lower a code: a site can be built in spite of it.
  package static func isLowerable(_ code: DiagnosticCode) -> Bool {
    let area = code.name.prefix { $0 != "." }
    return code.severity == .warning || code == .dataDuplicateKey || code == .stringsMissing
      || code == .imageBroken
      || ["post", "page", "link", "alias", "markdown", "asset", "file"].contains(area)
  }
}
