from apps.commands.perform import register
from apps.learning import actions
from apps.learning.forms import ArticleForm, CorrectArticleForm, LoadArticlesForm, MarkForm, WithdrawArticleForm

register("article.write", actions.write_article, form=ArticleForm)
register("article.correct", actions.correct_article, form=CorrectArticleForm)
register("article.withdraw", actions.withdraw_article, form=WithdrawArticleForm)
register("article.load", actions.load_articles, form=LoadArticlesForm)
register("mark.read", actions.mark_read, form=MarkForm)
