// The tag: <script src=".../guide/widget/guide.js" defer></script>, then <commissioning-guide server="..."></commissioning-guide>.
// What stands inside the element is shown until the guide is loaded, and stays if it cannot be.
{
  const { src } = document.currentScript;
  import(new URL("element.js", src)).catch((problem) => {
    console.error(`The Commissioning Guide could not be loaded from ${src}. Is this website (${location.origin}) named under "origins" `
      + `in guide.yml, and does this page's content security policy allow the guide's address? See docs/embedding.md.`, problem);
  });
}
