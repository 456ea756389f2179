import Catalog
import Testing

/// Full addresses of the links that the seed document writes relative to its own place.
struct LinkResolverTests {
  @Test(arguments: [
    ("https://azure.microsoft.com/a", "https://azure.microsoft.com/a"),
    ("http://a.example/b.md", "http://a.example/b.md"),
    ("/azure/search/", "https://learn.microsoft.com/azure/search/"),
    ("/azure/search/x.md?tabs=a#b", "https://learn.microsoft.com/azure/search/x.md?tabs=a#b"),
    ("guide/rag.md", "https://learn.microsoft.com/azure/architecture/ai-ml/guide/rag"),
    ("./guide/rag.md", "https://learn.microsoft.com/azure/architecture/ai-ml/guide/rag"),
    ("././rag.yml", "https://learn.microsoft.com/azure/architecture/ai-ml/rag"),
    ("../data-guide/x.yml", "https://learn.microsoft.com/azure/architecture/data-guide/x"),
    ("../../well-architected/ai/", "https://learn.microsoft.com/azure/well-architected/ai/"),
    ("../../../x.md", "https://learn.microsoft.com/x"),
    ("../../../../../x", "https://learn.microsoft.com/x"),
    ("./../x", "https://learn.microsoft.com/azure/architecture/x"),
    ("rag.md#part", "https://learn.microsoft.com/azure/architecture/ai-ml/rag#part"),
    ("rag.yml?view=a#b.md", "https://learn.microsoft.com/azure/architecture/ai-ml/rag?view=a#b.md"),
    ("rag#b.md", "https://learn.microsoft.com/azure/architecture/ai-ml/rag#b.md"),
    ("a.mdx", "https://learn.microsoft.com/azure/architecture/ai-ml/a.mdx"),
    ("guide.md/x", "https://learn.microsoft.com/azure/architecture/ai-ml/guide.md/x"),
  ])
  func aLinkGetsItsFullAddress(_ href: String, _ url: String) {
    #expect(LinkResolver.url(for: href) == url)
    #expect(CatalogEntry.Link(id: "", title: "", href: href, kind: "").url == url)
  }
}
