"""GitHub's API, asked politely: few requests, none twice, and a sentence for every failure."""
