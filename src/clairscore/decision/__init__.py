"""From a credit file to an explained proposal: bundle, policy, rules, score, referral, reasons."""
