//! What machines may do with what is published: Really Simple Licensing, and the reservation of text and data mining.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Terms for machines, of the publication or of an article. Nothing is said that is not written here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Licensing {
    /// What is allowed; then nothing else is.
    pub permits: Vec<Usage>,
    /// What is not allowed.
    pub prohibits: Vec<Usage>,
    /// How it is paid for.
    pub payment: Option<Payment>,
    /// Address of terms that many publishers share.
    #[schemars(extend("format" = "web-address"))]
    pub standard: Option<String>,
    /// Address of terms of one's own.
    #[schemars(extend("format" = "web-address"))]
    pub custom: Option<String>,
    /// Address of the server that gives licences.
    #[schemars(extend("format" = "web-address"))]
    pub server: Option<String>,
    /// Whether text and data mining is reserved (EU directive 2019/790, article 4).
    pub tdm_reservation: Option<bool>,
    /// Address of the policy that says how mining may be licensed.
    #[schemars(extend("format" = "web-address"))]
    pub tdm_policy: Option<String>,
}

/// What machines do with content, in the words of RSL 1.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Usage {
    /// Whatever it is.
    All,
    /// Every use by artificial intelligence.
    AiAll,
    /// Training of models.
    AiTrain,
    /// Input to models: answers made from found texts.
    AiInput,
    /// Indexes for artificial intelligence.
    AiIndex,
    /// Search: links and short excerpts.
    Search,
}

impl Licensing {
    /// Whether there are terms to say.
    pub fn has_terms(&self) -> bool {
        !self.permits.is_empty() || !self.prohibits.is_empty() || self.payment.is_some()
    }
}

impl Usage {
    /// The word of RSL.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::AiAll => "ai-all",
            Self::AiTrain => "ai-train",
            Self::AiInput => "ai-input",
            Self::AiIndex => "ai-index",
            Self::Search => "search",
        }
    }
}

/// How a use is paid for, in the words of RSL 1.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Payment {
    /// Nothing is asked for.
    Free,
    /// It is named where it is used.
    Attribution,
    /// It is bought.
    Purchase,
    /// For a time.
    Subscription,
    /// For each training.
    Training,
    /// For each fetch.
    Crawl,
    /// For each use.
    Use,
    /// By a gift.
    Contribution,
}

impl Payment {
    /// The word of RSL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Attribution => "attribution",
            Self::Purchase => "purchase",
            Self::Subscription => "subscription",
            Self::Training => "training",
            Self::Crawl => "crawl",
            Self::Use => "use",
            Self::Contribution => "contribution",
        }
    }
}
