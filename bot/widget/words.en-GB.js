// Every word of the guide's frame. What the guide says itself comes from the server. A file words.cy.js with the same keys makes
// language="cy" work; a value inside a sentence is a parameter, so that a language may put it where it belongs.

const number = (value) => value.toLocaleString("en-GB");

export default {
  lang: "en-GB",
  dir: "ltr",
  name: "The Commissioning Guide",
  purpose: "Buying public services from social enterprises: what five reports found, for your case.",
  automated: "This is an automated guide, not a person, and not legal advice.",
  noPersonalData: "Please type no personal data: no names, addresses, phone numbers or health details.",
  launcher: "Commissioning guide",
  close: "Close",
  skip: "Skip to the message box",
  conversation: "Conversation",

  youSaid: "You said",
  guideSaid: "The guide said",
  options: "Options",
  optionsWere: "Options were: ",
  chosen: (title) => `${title} (chosen)`,
  change: "Change",
  changed: (label) => `Change ${label}`,
  tableOf: (lead, rows) => `${lead} A table of ${rows} rows.`,
  backOnPage: "Your conversation is back on the page.",

  source: "Source: ",
  sources: (count) => `Sources (${count})`,
  digestOf: (title, year) => `Our digest of ${title} (${year})`,
  highlighted: "Highlighted: the sentence that answers best.",
  changedSince: "What has changed since",
  asAt: (day) => `as at ${day}`,
  fetching: "Fetching the passage...",
  passageOpen: (title) => `The passage is open: ${title}`,
  notesOpen: "What the passage digests, and what has changed since, is open.",
  tryAgainByOpening: "Close this source and open it again to try once more.",
  newTab: (name) => `${name} (opens in a new tab)`,
  download: (name) => `${name} (download)`,

  feedbackOn: (title) => `What you think of this answer: ${title}`,
  useful: "Was this useful?",
  yes: "Yes",
  no: "No",
  whatIsWrong: "What is wrong with it?",
  reasons: { out_of_date: "Out of date", not_what_i_asked: "Not what I asked", not_clear: "Not clear" },
  thanks: "Thank you. What is kept: the passage, the day and your choice, and no word of yours.",

  label: "Your question or answer",
  hint: "Enter sends. Shift+Enter starts a new line.",
  send: "Send",
  looking: "The guide is looking...",
  openQuestion: (asked) => `Open question: ${asked}`,
  stage: (stage, of, name, at) => `Stage ${stage} of ${of}: ${name} - ${at}`,
  question: (at, of) => `question ${at} of ${of}`,
  allAnswered: (of) => `all ${of} questions answered`,
  empty: "Type a question or an answer first.",
  tooLong: (has, most) => `Your message has ${number(has)} characters. The guide takes up to ${number(most)}: please shorten it.`,

  tools: "This conversation, and other help",
  thisConversation: "This conversation",
  startAgain: "Start again",
  startAgainAsk: ["Start again?", "The guide drops your answers and begins anew.", "Yes, start again"],
  forgetMe: "Forget me",
  forgetMeAsk: ["Forget me?", "All that you told the guide is deleted for good.", "Yes, forget me"],
  keepIt: "Keep it",
  deleted: "Your conversation is deleted. This is a new one.",
  otherHelp: "Other ways to get help",
  help: [
    "For a decision about your case, ask the procurement, finance or legal team of your organisation.",
    "Type “talk to a person” and the guide says who could help with the step you are at.",
    "Each answer names its report and section, so you can read on there.",
  ],
  fiveReports: "The five reports",
  reports: [
    "Stimulating new markets: commissioning social enterprises (LGID with the Social Enterprise Coalition, England, 2010)",
    "New organisational models for delivering health and social care (Health and Social Care Partnership South East, England, 2011)",
    "Increasing the role of social business models in health and social care (Public Policy Institute for Wales, 2016; contains "
      + "public sector information licensed under the Open Government Licence v3.0)",
    "Fit for Purpose: recommendations and conclusion of the case studies (SFPH, Scotland, 2007 and 2008)",
    "The argument for purpose-driven procurement (Jonathan Bland, Pioneers Post, UK, 2026)",
  ],

  tryAgain: "Try again",
  textIsBack: " What you typed is back in the box.",
  nothingDeleted: " Nothing is deleted yet: please try again.",
  // What can go wrong on the way. The server's own refusals bring their own words.
  problems: {
    offline: "You are offline: this device has no connection. What you said so far is kept.",
    slow: "The guide took too long to answer.",
    unreachable: "The guide cannot be reached. It may be starting again, which takes about half a minute. What you said so far is kept.",
    refused: "This website may not show the guide yet: whoever runs the guide has to name it in the guide's settings.",
    broken: "Something went wrong inside the guide.",
    silent: "The guide gave no answer.",
  },
  // Why a conversation is gone, by the server's code; a new one has begun.
  lost: {
    session_expired: "Your earlier conversation has ended, since nothing was said for a long time. This is a new one.",
    session_rotated: "Your earlier conversation went on elsewhere, in another tab or window. This is a new one.",
    no_session: "Your earlier conversation is no longer here: it was deleted, or the guide was set up anew. This is a new one.",
  },
};
